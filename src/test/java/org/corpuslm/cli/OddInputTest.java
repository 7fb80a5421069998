package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of any characters, tiny corpora, and words of any characters, through several commands. */
class OddInputTest {
  private static final int MAX_ORDER = 6;

  @TempDir private Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "100%", "%41", "c#1", "a+b", "[1]", "{a,b}", "a\nb", "a\\b", "~", "~x", "été",
        "$HOME", "t10:00"
      })
  void fileNamesOfAllKinds(String name) throws IOException {
    Path directory = Files.createDirectory(root.resolve("d" + name));
    Path text = Files.writeString(directory.resolve(name + ".txt"), "the rain fell\n");
    Path corpus = directory.resolve("corpus" + name);
    JsonNode facts = Cli.run("prepare", "--input", text, "--output", corpus, "--json").json();
    assertThat(facts.at("/facts/lines").asLong()).isEqualTo(1);
    Path counts = directory.resolve("counts" + name);
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 2).succeeded();
    assertThat(Cli.run("inspect", counts, "--verify").succeeded().out()).contains("all checksums");
  }

  /** Hadoop takes what is in front of a colon for a scheme; locks and checkpoints lie beside. */
  @Test
  void outputsOfAllCommandsMayHaveAColon() throws IOException {
    Path text =
        Files.writeString(root.resolve("text.txt"), "the rain fell\non the barn\n".repeat(20));
    Path corpus = root.resolve("corpus:1");
    Path counts = root.resolve("counts:1");
    Path model = root.resolve("model:1");
    Path network = root.resolve("network:1");
    Path arpa = root.resolve("model:1.arpa");
    Path report = root.resolve("report:1");
    done("prepare --holdout 0.2,0.2 --output", corpus, "--input", text);
    done("count --order 2 --output", counts, "--corpus", corpus);
    done("estimate --smoothing witten-bell --output", model, "--counts", counts);
    done("prune --threshold 1e-3 --output", root.resolve("pruned:1"), "--model", model);
    done("export-arpa --output", arpa, "--model", model);
    done("import-arpa --shards 1 --output", root.resolve("imported:1"), "--arpa", arpa);
    done("export-counts --output", root.resolve("table:1"), "--counts", counts);
    String small = "train --hidden 4 --embedding 4 --bptt 4 --epochs 1 --output";
    done(small, network, "--corpus", corpus);
    done(small, network, "--corpus", corpus, "--overwrite", "--checkpoint-rounds", 1);
    done("mix --weights 0.5,0.5 --output", root.resolve("mix:1"), "--model", model, network);
    done("perplexity --output", report, "--text", text, "--model", model, network);
    done("inspect --verify", report);
    Path second = root.resolve("report:2");
    done("perplexity --output", second, "--text", text, "--model", model, network);
    done("compare --output", root.resolve("page:1"), "--report", report, second);
    assertThat(root.toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void aNameWithNulIsRefused() throws IOException {
    Path text = Files.writeString(root.resolve("text.txt"), "the rain fell\n");
    Cli.run("prepare", "--input", text, "--output", root + "/a\0b").refused("a name holds no NUL");
  }

  private static void done(String command, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of((Object[]) command.split(" ")));
    arguments.addAll(List.of(more));
    Cli.run(arguments.toArray()).succeeded();
  }

  /** Few words, or always the same ones: higher orders are empty, and all the rest adds up. */
  @ParameterizedTest
  @ValueSource(strings = {"one word", "unique words", "repeated lines", "50 lines", "empty lines"})
  void tinyCorpora(String kind) throws IOException {
    String text =
        switch (kind) {
          case "one word" -> "rain\n";
          case "unique words" -> "a b c d e f g h i j k\nl m n\n";
          case "repeated lines" -> "we all fall down\n".repeat(40);
          case "50 lines" ->
              IntStream.range(0, 50)
                  .mapToObj(i -> "line " + i + " of " + i % 7 + "\n")
                  .collect(Collectors.joining());
          default -> "\n\na\n\n";
        };
    Path input = Files.writeString(root.resolve("text.txt"), text);
    Path corpus = root.resolve("corpus");
    Cli.run("prepare", "--input", input, "--output", corpus).succeeded();
    for (int order : new int[] {1, 3, MAX_ORDER}) {
      Path counts = root.resolve("counts" + order);
      JsonNode orders =
          Cli.run("count", "--corpus", corpus, "--output", counts, "--order", order, "--json")
              .json()
              .at("/facts/orders");
      for (int k = 1; k <= order; k++) {
        int least = Math.max(0, k - 2);
        long expected =
            Arrays.stream(text.split("\n", -1))
                .limit(text.chars().filter(c -> c == '\n').count())
                .mapToLong(line -> line.isEmpty() ? 0 : line.split(" ").length)
                .map(words -> Math.max(0, words + 1 - least))
                .sum();
        assertThat(orders.path(k - 1).path("total").asLong())
            .as("%d of %d", k, order)
            .isEqualTo(expected);
      }
      Path model = root.resolve("model" + order);
      Cli.run("estimate", "--counts", counts, "--output", model, "--smoothing", "witten-bell")
          .succeeded();
      JsonNode next =
          Cli.run("predict", "--model", model, "--context", "we all", "--top", 1000, "--json")
              .json()
              .path("next");
      double sum =
          StreamSupport.stream(next.spliterator(), false)
              .mapToDouble(word -> word.path("probability").asDouble())
              .sum();
      assertThat(sum).isCloseTo(1, within(1e-9));
      JsonNode report =
          Cli.run(
                  "perplexity",
                  "--model",
                  model,
                  "--text",
                  input,
                  "--output",
                  root.resolve("report" + order),
                  "--json")
              .json();
      assertThat(report.at("/models/0/perplexity").asDouble()).isBetween(1.0, 200.0);
    }
  }

  @Test
  void aLiteralUnknownWordIsTheUnknownWord() throws IOException {
    Path text =
        Files.writeString(root.resolve("ptb.txt"), "the <unk> sat\na <unk> ran\nthe cat fell\n");
    for (String tokenizer : new String[] {"whitespace", "words"}) {
      JsonNode split = prepared(text, "--tokenizer", tokenizer).at("/facts/splits/train");
      assertThat(split.path("tokens").asLong()).as(tokenizer).isEqualTo(9);
      assertThat(split.path("oov").asLong()).as(tokenizer).isEqualTo(2);
    }
    JsonNode named = prepared(text, "--tokenizer", "words", "--unk", "[UNK]");
    assertThat(named.at("/facts/splits/train/oov").asLong()).isZero();
    assertThat(prepared(text, "--tokenizer", "chars").at("/facts/splits/train/oov").asLong())
        .isEqualTo(2);
  }

  @Test
  void aLiteralMarkIsRefusedOrReplaced() throws IOException {
    Path text = Files.writeString(root.resolve("marks.txt"), "the cat\nthe </s> sat\n");
    for (String tokenizer : new String[] {"whitespace", "words", "chars"}) {
      Cli.run("prepare", "--input", text, "--output", root.resolve("o"), "--tokenizer", tokenizer)
          .refused("marks.txt:2: the line holds a literal <s> or </s>", "--replace-special");
    }
    assertThat(
            prepared(text, "--tokenizer", "words", "--replace-special", "mark")
                .at("/facts/splits/train/tokens")
                .asLong())
        .isEqualTo(5);
  }

  /** The sign for a space and the same letter in the text: two words, also in an ARPA file. */
  @Test
  void charactersSurviveTheWayThroughArpa() throws IOException {
    Path text = Files.writeString(root.resolve("text.txt"), "a b\na▁b\n");
    Path corpus = root.resolve("chars");
    Cli.run("prepare", "--input", text, "--output", corpus, "--tokenizer", "chars").succeeded();
    Path counts = root.resolve("counts");
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 2).succeeded();
    Path model = root.resolve("model");
    Cli.run("estimate", "--counts", counts, "--output", model, "--smoothing", "witten-bell")
        .succeeded();
    Path arpa = root.resolve("lm.ARPA.GZ");
    Cli.run("export-arpa", "--model", model, "--output", arpa).succeeded();
    Path again = root.resolve("again");
    Cli.run("import-arpa", "--arpa", arpa, "--output", again, "--tokenizer", "chars").succeeded();
    for (Path m : new Path[] {model, again}) {
      assertThat(next(m, "a▁")).isNotEqualTo(next(m, "a ")).contains("b");
      assertThat(next(m, "a")).contains("\"▁\"", "\"\\\\▁\"");
    }
  }

  private static String next(Path model, String context) {
    return Cli.run("predict", "--model", model, "--context", context, "--top", 4, "--json")
        .json()
        .path("next")
        .toString();
  }

  private JsonNode prepared(Path text, Object... options) throws IOException {
    Path output = Files.createTempDirectory(root, "out").resolve("corpus");
    Object[] command = {"prepare", "--input", text, "--output", output, "--json"};
    Object[] all = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    return Cli.run(all).json();
  }
}
