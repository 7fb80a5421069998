package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import-arpa} and {@code mix} as people run them. */
class MixCommandTest {
  @TempDir private Path dir;

  @Test
  void fromArpaFileToMixture() throws IOException {
    try (Pipeline pipeline = new Pipeline()) {
      List<String> train = List.of("a b c a b", "a b a b c", "c a b", "b b a c", "a c c b a");
      String corpus = pipeline.corpus(Pipeline.Text.of(train).withValid(List.of("a b", "c a")));
      String model = pipeline.model(pipeline.counts(corpus, 3, 2), Recipe.kneserNey(3));
      String other = pipeline.model(pipeline.counts(corpus, 2, 2), Recipe.addDelta(2, 0.2));
      Path arpa = pipeline.arpa(other, "other.arpa.gz");
      Path broken = Files.writeString(dir.resolve("broken.arpa"), "\\data\\\nngram 1=3\n");
      Pipeline.stop(); // commands start a Spark of their own

      Cli.run("import-arpa", "--arpa", broken, "--output", dir.resolve("x"))
          .refused("broken.arpa:2", "truncated");
      Path imported = dir.resolve("imported");
      String told =
          Cli.run("import-arpa", "--arpa", arpa, "--vocabulary", corpus, "--output", imported)
              .succeeded()
              .out();
      assertThat(told).contains("order 2");
      Path mixed = dir.resolve("mixed");
      String mixing =
          Cli.run(
                  "mix",
                  "--model",
                  model,
                  "--model",
                  imported,
                  "--corpus",
                  corpus,
                  "--output",
                  mixed)
              .succeeded()
              .out();
      assertThat(mixing).contains("iterations", "interpolated", imported.toString());
      Cli.run("mix", "--model", model, "--model", imported, "--output", dir.resolve("y"))
          .refused("--corpus", "--weights");
      JsonNode folded =
          Cli.run(
                  "mix",
                  "--static",
                  "--json",
                  "--model",
                  model,
                  "--model",
                  imported,
                  "--weights",
                  "0.5,0.5",
                  "--output",
                  dir.resolve("folded"))
              .json();
      assertThat(folded.get("kind").asText()).isEqualTo("ngram-model");
      assertThat(
              Cli.run("predict", "--model", mixed, "--context", "a", "--top", 2).succeeded().out())
          .contains("next word");
      cache(model, imported.toString(), corpus);
    }
  }

  private void cache(String model, String other, String corpus) {
    Path cached = dir.resolve("cached");
    String told =
        Cli.run("mix", "--model", model, "--cache", 20, "--corpus", corpus, "--output", cached)
            .succeeded()
            .out();
    assertThat(told).contains("cache of 20 words", "without cache", "with cache");
    assertThat(Cli.run("inspect", cached, "--verify").succeeded().out()).contains("cached-model");
    assertThat(
            Cli.run("predict", "--model", cached, "--context", "a b", "--top", 2).succeeded().out())
        .contains("next word");
    assertThat(Cli.run("generate", "--model", cached, "--tokens", 8, "--seed", 1).succeeded().out())
        .isNotEmpty();
    Path fixed = dir.resolve("fixed");
    Cli.run(
            "mix",
            "--model",
            model,
            "--cache=9",
            "--cache-theta=0.1",
            "--cache-weight=0.2",
            "--output",
            fixed)
        .succeeded();
    Cli.run("mix", "--model", model, "--cache", 20, "--output", dir.resolve("z"))
        .refused("--corpus", "--cache-theta", "--cache-weight");
    Cli.run("mix", "--model", model, "--model", other, "--cache", 9, "--output", dir.resolve("z"))
        .refused("--cache takes one --model");
    Cli.run("mix", "--model", model, "--cache-theta", 1, "--corpus", corpus, "--output", "z")
        .refused("--cache-theta and --cache-weight need --cache W");
  }

  /** The refusal of models over two vocabularies says how to get one, and that is so. */
  @Test
  void modelsOverTwoVocabulariesAndTheWayToOne() throws IOException {
    Files.writeString(dir.resolve("a.txt"), "a b c\na b\n");
    Files.writeString(dir.resolve("d.txt"), "a d e\nd a\n");
    for (String name : List.of("a", "d")) {
      estimate(name, "--seed", 1);
    }
    Path first = dir.resolve("a-model");
    Object[] mix = {
      "mix",
      "--model",
      first,
      dir.resolve("d-model"),
      "--weights",
      "0.5,0.5",
      "--output",
      dir.resolve("mixed")
    };
    String way = "corpuslm prepare --input TEXT --vocabulary file:" + first;
    Cli.run(mix).refused("d-model has another vocabulary than", way);
    List<Object> folded = new ArrayList<>(List.of(mix));
    folded.add("--static");
    Cli.run(folded.toArray()).refused(way);
    estimate("d", "--vocabulary", "file:" + first);
    Cli.run(mix).succeeded();
    assertThat(
            Cli.run("predict", "--model", dir.resolve("mixed"), "--context", "a").succeeded().out())
        .contains("next word");
  }

  private void estimate(String name, Object... prepare) {
    List<Object> command =
        new ArrayList<>(List.of("prepare", "--input", dir.resolve(name + ".txt"), "--overwrite"));
    command.addAll(List.of("--output", dir.resolve(name)));
    command.addAll(List.of(prepare));
    Cli.run(command.toArray()).succeeded();
    Path counts = dir.resolve(name + "-counts");
    Cli.run("count", "--corpus", dir.resolve(name), "--output", counts, "--order", 2, "--overwrite")
        .succeeded();
    Cli.run(
            "estimate",
            "--counts",
            counts,
            "--output",
            dir.resolve(name + "-model"),
            "--smoothing",
            "witten-bell",
            "--overwrite")
        .succeeded();
  }
}
