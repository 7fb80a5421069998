package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labeled text to a report, and to labels of new text. */
class LabelCommandsTest {
  @TempDir private Path dir;

  @BeforeEach
  void writeText() throws IOException {
    Random random = new Random(4);
    List<String> tagged = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 1 + random.nextInt(4); w > 0; w--) {
        int n = random.nextInt(40);
        // "run" is a verb after a noun, and a noun after a determiner.
        words.add("the/DET");
        words.add(n < 10 ? "run/NOUN" : "dog" + n + "ness/NOUN");
        words.add(n % 2 == 0 ? "run/VERB" : "go" + n + "ing/VERB");
      }
      tagged.add(String.join(" ", words));
      boolean good = i % 3 > 0;
      classes.add(
          "%s\tthis %s film was %s"
              .formatted(
                  good ? "plus" : "minus",
                  "f" + random.nextInt(50),
                  good == random.nextInt(10) > 0 ? "fine" : "dull"));
    }
    Files.write(dir.resolve("tagged.txt"), tagged);
    Files.write(dir.resolve("classes.tsv"), classes);
  }

  private String at(String name) {
    return dir.resolve(name).toString();
  }

  private void prepare(String task, String file, String corpus, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("prepare", "--task", task));
    arguments.addAll(List.of("--input", at(file), "--output", at(corpus)));
    arguments.addAll(List.of("--holdout", "0.1,0.2"));
    arguments.addAll(List.of(more));
    Cli.run(arguments.toArray()).succeeded();
  }

  private void estimate(String corpus, String model, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("estimate-labels", "--corpus", at(corpus)));
    arguments.addAll(List.of("--output", at(model)));
    arguments.addAll(List.of(more));
    Cli.run(arguments.toArray()).succeeded();
    Cli.run("inspect", at(model), "--verify").succeeded();
  }

  @Test
  void taggersFromTextToReport() throws IOException {
    prepare("tag", "tagged.txt", "corpus", "--format", "slash");
    assertThat(Cli.run("inspect", at("corpus"), "--verify").succeeded().out())
        .contains("\"labels\" : 3");
    estimate("corpus", "hmm", "--method", "hmm");
    estimate("corpus", "most", "--method", "most-frequent-tag");
    JsonNode report =
        Cli.run(
                "evaluate",
                "--model",
                at("hmm"),
                "--model",
                at("most"),
                "--corpus",
                at("corpus"),
                "--output",
                at("report"),
                "--json")
            .json();
    JsonNode hmm = report.at("/models/0");
    JsonNode most = report.at("/models/1");
    assertThat(hmm.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(most.get("accuracy").asDouble()).isBetween(0.8, 0.99);
    assertThat(most.at("/accuracy95/0").asDouble()).isLessThan(most.get("accuracy").asDouble());
    assertThat(most.at("/accuracy95/1").asDouble()).isGreaterThan(most.get("accuracy").asDouble());
    assertThat(report.at("/comparisons/0/pValue").asDouble()).isLessThan(0.01);
    assertThat(report.at("/comparisons/0/accuracy").asDouble())
        .isEqualTo(1 - most.get("accuracy").asDouble());
    assertThat(hmm.has("spans")).isFalse();
    assertThat(Files.readString(dir.resolve("report/report.html"))).contains("Confusion matrix");
    assertThat(Files.readString(dir.resolve("report/tables/confusion.csv")))
        .contains("NOUN,VERB,")
        .doesNotContain("VERB,DET");
    Cli.run("inspect", at("report"), "--verify").succeeded();

    Cli.Result line = Cli.run("tag", "--model", at("hmm"), "--line", "the run run the newness run");
    assertThat(line.succeeded().out())
        .isEqualTo("the/DET run/NOUN run/VERB the/DET newness/NOUN run/VERB\n");
    Files.writeString(dir.resolve("new.txt"), "the run\n\nthe dog11ness going\n");
    Cli.run(
            "tag",
            "--model",
            at("hmm"),
            "--text",
            at("new.txt"),
            "--format",
            "columns",
            "--output",
            at("new.tagged"))
        .succeeded();
    assertThat(Files.readString(dir.resolve("new.tagged")))
        .isEqualTo("the\tDET\nrun\tNOUN\n\n\nthe\tDET\ndog11ness\tNOUN\ngoing\tVERB\n\n");
    assertThat(Cli.run("tag", "--model", at("hmm"), "--text", at("new.txt")).succeeded().out())
        .isEqualTo("the/DET run/NOUN\n\nthe/DET dog11ness/NOUN going/VERB\n");
  }

  @Test
  void spansAreCounted() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add("in/O New/B-LOC York/I-LOC on/O day%d/O".formatted(i));
    }
    Files.write(dir.resolve("spans.txt"), rows);
    prepare("tag", "spans.txt", "corpus", "--format", "slash");
    estimate("corpus", "most", "--method", "most-frequent-tag");
    JsonNode model =
        Cli.run(
                "evaluate",
                "--model",
                at("most"),
                "--corpus",
                at("corpus"),
                "--split",
                "valid",
                "--output",
                at("report"),
                "--json")
            .json()
            .at("/models/0");
    assertThat(model.at("/spans/f1").asDouble()).isEqualTo(1);
    assertThat(model.at("/spans/gold").asLong()).isEqualTo(model.get("sentences").asLong());
    assertThat(model.at("/spans/f1Interval95/0").asDouble()).isEqualTo(1);
  }

  @Test
  void classifiersFromTextToReport() throws IOException {
    prepare("classify", "classes.tsv", "corpus", "--tokenizer", "words");
    estimate("corpus", "bayes", "--method", "naive-bayes", "--delta", "0.5");
    estimate("corpus", "ngrams", "--method", "class-ngrams", "--order", "3");
    Cli.Result table =
        Cli.run(
            "evaluate",
            "--model",
            at("bayes"),
            at("ngrams"),
            "--corpus",
            at("corpus"),
            "--output",
            at("report"));
    assertThat(table.succeeded().out())
        .contains("macro F1", "naive-bayes, delta 0.5", "class-ngrams, order 3");
    JsonNode classes =
        Cli.run("classify", "--model", at("bayes"), "--line", "a fine film", "--top", 2, "--json")
            .json()
            .get("classes");
    assertThat(classes.at("/0/label").asText()).isEqualTo("plus");
    assertThat(classes.at("/0/probability").asDouble() + classes.at("/1/probability").asDouble())
        .isBetween(1 - 1e-9, 1 + 1e-9);
    Files.writeString(dir.resolve("new.txt"), "this film was dull\nthis film was fine\n");
    String rows =
        Cli.run("classify", "--model", at("ngrams"), "--text", at("new.txt")).succeeded().out();
    assertThat(rows.lines().map(r -> r.replaceAll("\t.*", ""))).containsExactly("minus", "plus");
  }

  /** A model of other words and labels reads words by their forms. */
  @Test
  void aModelOfAnotherCorpus() throws IOException {
    prepare("tag", "tagged.txt", "corpus", "--format", "slash");
    estimate("corpus", "hmm", "--method", "hmm");
    Files.writeString(dir.resolve("other.txt"), "zebra/NOUN run/NEW the/DET\n".repeat(3));
    Cli.run(
            "prepare",
            "--task",
            "tag",
            "--format",
            "slash",
            "--input",
            at("tagged.txt"),
            "--valid",
            at("other.txt"),
            "--output",
            at("other"),
            "--min-count",
            5)
        .succeeded();
    Cli.run(
            "prepare",
            "--task",
            "tag",
            "--format",
            "slash",
            "--input",
            at("other.txt"),
            "--valid",
            at("tagged.txt"),
            "--output",
            at("small"))
        .succeeded();
    assertThat(accuracy("hmm", "small")).isEqualTo(1);
    assertThat(accuracy("hmm", "other")).isBetween(0.3, 0.7);
  }

  private double accuracy(String model, String corpus) {
    return Cli.run(
            "evaluate",
            "--model",
            at(model),
            "--corpus",
            at(corpus),
            "--split",
            "valid",
            "--output",
            at("report-of-" + corpus),
            "--json")
        .json()
        .at("/models/0/accuracy")
        .asDouble();
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    prepare("tag", "tagged.txt", "corpus", "--format", "slash");
    prepare("classify", "classes.tsv", "classes");
    estimate("corpus", "hmm", "--method", "hmm");
    estimate("classes", "bayes", "--method", "naive-bayes");
    Cli.run("prepare", "--input", at("tagged.txt"), "--output", at("x"), "--format", "slash")
        .refused("give --task tag");
    Cli.run("prepare", "--task", "tag", "--input", at("tagged.txt"), "--output", at("x"))
        .refused("tagged.txt:1: the line is not a row", "--format conllu");
    Cli.run("prepare", "--input", at("tagged.txt"), "--output", at("plain")).succeeded();
    Cli.run("estimate-labels", "--corpus", at("plain"), "--output", at("x"), "--method", "hmm")
        .refused("has no labels; prepare it with --task");
    Cli.run("estimate-labels", "--corpus", at("classes"), "--output", at("x"), "--method", "hmm")
        .refused("was prepared with --task classify; choose naive-bayes or class-ngrams");
    Cli.run(
            "estimate-labels",
            "--corpus",
            at("corpus"),
            "--output",
            at("x"),
            "--method",
            "hmm",
            "--order",
            2)
        .refused("--order is 2");
    Cli.run(
            "evaluate",
            "--model",
            at("hmm"),
            at("bayes"),
            "--corpus",
            at("corpus"),
            "--output",
            at("x"))
        .refused("labels sentences, but corpus");
    Cli.run("evaluate", "--model", at("corpus"), "--corpus", at("corpus"), "--output", at("x"))
        .refused("is a corpus directory, but a labeler directory is needed", "estimate-labels");
    Cli.run("tag", "--model", at("bayes"), "--line", "x").refused("use corpuslm classify");
    Cli.run("classify", "--model", at("bayes")).refused("give either --text PATH or --line TEXT");
  }
}
