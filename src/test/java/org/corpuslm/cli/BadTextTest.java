package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that is valid and unlike any that people write: every word is counted all the same. */
class BadTextTest {
  @TempDir private Path root;
  private Path corpus;
  private Path counts;

  @BeforeEach
  void name() {
    corpus = root.resolve("corpus");
    counts = root.resolve("counts");
  }

  /** Only the newline ends a line; only the five characters of the contract end a word. */
  @Test
  void unicodeSpacesAndInvisibleCharactersStayInWords() throws IOException {
    String text =
        "a\u0085b c\u2028d\u2029e f\u000bg h\u000ci j\u00a0k\n"
            + "xy x\u200by x\u200cy x\u200dy x\u2060y x\u00ady\n"
            + "\u00e9 e\u0301 word \ufeffword \u202eword word\ufeff\n";
    prepare(text);
    Map<String, Long> expected = new HashMap<>();
    for (String word : text.split("[ \n]", 0)) {
      expected.merge(word, 1L, Long::sum);
    }
    assertThat(words()).isEqualTo(expected).hasSize(17);
    assertThat(words()).containsKeys("\u00e9", "e\u0301", "\ufeffword", "a\u0085b", "x\u200by");
  }

  @Test
  void theTokenizerForWordsSplitsThereAndKeepsMarksTogether() throws IOException {
    prepare("a\u0085b c\u2028d\nx\u200by\ne\u0301t\u00e9\n", "--tokenizer", "words");
    assertThat(words().keySet())
        .containsExactlyInAnyOrder("a", "b", "c", "d", "x", "\u200b", "y", "e\u0301t\u00e9");
  }

  @Test
  void aWordThatIsAThirdOfTheText() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    Map<String, Long> bigrams = new HashMap<>();
    long tokens = 0;
    for (int line = 0; line < 3000; line++) {
      String before = "<s>";
      for (int w = 1 + random.nextInt(12); w > 0; w--) {
        String word = random.nextInt(100) < 30 ? "the" : "w" + random.nextInt(500);
        text.append(word).append(' ');
        bigrams.merge(before + " " + word, 1L, Long::sum);
        before = word;
        tokens++;
      }
      bigrams.merge(before + " </s>", 1L, Long::sum);
      text.append('\n');
    }
    prepare(text.toString());
    assertThat((double) words().get("the") / tokens).isBetween(0.28, 0.32);
    JsonNode orders = count(3, "--shards", 8).at("/facts/orders");
    assertThat(orders.at("/0/total").asLong()).isEqualTo(tokens + 3000);
    assertThat(orders.at("/1/total").asLong()).isEqualTo(tokens + 3000);
    assertThat(orders.at("/1/ngrams").asLong()).isEqualTo(bigrams.size());
    assertThat(orders.at("/2/total").asLong()).isEqualTo(tokens);
  }

  @Test
  void allLinesAreTheSame() throws IOException {
    Path text = Files.writeString(root.resolve("same.txt"), "we all fall down\n".repeat(5000));
    Path out = root.resolve("out");
    // Lines are held out by what they are: all of them go to one side.
    Cli.Result held = Cli.run("prepare", "--input", text, "--output", out, "--holdout", "0.5,0.49");
    held.refused(text, "no training sentence in 5000 lines", "all held out");
    prepare("we all fall down\n".repeat(5000));
    assertThat(words()).isEqualTo(Map.of("we", 5000L, "all", 5000L, "fall", 5000L, "down", 5000L));
    JsonNode orders = count(3).at("/facts/orders");
    assertThat(orders.at("/2/ngrams").asLong()).isEqualTo(4);
    assertThat(orders.at("/2/total").asLong()).isEqualTo(20_000);
    Object[] estimate = {
      "estimate", "--counts", counts, "--output", out, "--smoothing", "modified-kneser-ney"
    };
    Cli.run(estimate).refused("too small or artificial", "--discount-fallback");
    List<Object> forced = new ArrayList<>(List.of(estimate));
    forced.add("--discount-fallback");
    Cli.run(forced.toArray()).succeeded();
    JsonNode report =
        Cli.run(
                "perplexity",
                "--model",
                out,
                "--text",
                text,
                "--output",
                root.resolve("report"),
                "--json")
            .json();
    assertThat(report.at("/models/0/tokens").asLong()).isEqualTo(25_000);
    assertThat(report.at("/models/0/perplexity").asDouble()).isBetween(1.0, 1.5);
  }

  @Test
  void aSentenceOfAMillionWords() throws IOException {
    int length = 1_000_000;
    StringBuilder text = new StringBuilder();
    for (int w = 0; w < length; w++) {
      text.append('w').append(w * 31L % 1009).append(w == length - 1 ? '\n' : ' ');
    }
    prepare(text.toString());
    JsonNode orders = count(3).at("/facts/orders");
    for (int k = 1; k <= 3; k++) {
      assertThat(orders.at("/%d/total".formatted(k - 1)).asLong())
          .isEqualTo(length + 1 - Math.max(0, k - 2));
    }
    Path model = root.resolve("model");
    Cli.run("estimate", "--counts", counts, "--output", model, "--smoothing", "witten-bell")
        .succeeded();
    JsonNode report =
        Cli.run(
                "perplexity",
                "--model",
                model,
                "--text",
                root.resolve("text.txt"),
                "--output",
                root.resolve("report"),
                "--json")
            .json();
    assertThat(report.at("/models/0/tokens").asLong()).isEqualTo(length + 1);
    assertThat(report.at("/models/0/sentences").asLong()).isEqualTo(1);
    assertThat(report.at("/models/0/perplexity").asDouble()).isBetween(1.0, 2.0);
  }

  /** More files than tasks: small ones go together, bad lines keep their file and line. */
  @Test
  void fiveThousandTinyFiles() throws IOException {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 5000; i++) {
      String bad = i == 4321 ? "<s>\n" : "";
      Files.writeString(
          many.resolve("f%04d.txt".formatted(i)), "file " + i % 7 + "\n" + bad + "end");
    }
    Files.writeString(many.resolve("empty.txt"), "");
    Cli.Result result =
        Cli.run(
            "prepare",
            "--input",
            many,
            "--output",
            corpus,
            "--on-bad-line",
            "quarantine",
            "--holdout",
            "0.1,0",
            "--json");
    JsonNode facts = result.json().path("facts");
    assertThat(facts.path("lines").asLong()).isEqualTo(10_001);
    assertThat(facts.path("kept").asLong()).isEqualTo(10_000);
    assertThat(facts.at("/splits/train/partitions").asInt()).isLessThan(10);
    assertThat(Files.readString(corpus.resolve("quarantine/samples.jsonl")))
        .contains("f4321.txt\",\"line\":2,");
    Cli.run("prepare", "--input", many, "--output", root.resolve("out"))
        .refused(many.resolve("f4321.txt") + ":2:", "literal <s>");
  }

  private void prepare(String text, Object... more) throws IOException {
    Path file = Files.writeString(root.resolve("text.txt"), text);
    List<Object> command = new ArrayList<>(List.of("prepare", "--input", file, "--output", corpus));
    command.addAll(List.of(more));
    Cli.run(command.toArray()).succeeded();
  }

  private JsonNode count(int order, Object... more) {
    List<Object> command =
        new ArrayList<>(
            List.of("count", "--corpus", corpus, "--output", counts, "--order", order, "--json"));
    command.addAll(List.of(more));
    return Cli.run(command.toArray()).json();
  }

  private Map<String, Long> words() {
    Configuration conf = new Configuration();
    Vocabulary vocabulary = Corpus.open(conf, corpus.toString()).vocabulary(conf);
    Map<String, Long> words = new HashMap<>();
    IntStream.range(Vocabulary.EOS + 1, vocabulary.size())
        .forEach(id -> words.put(vocabulary.word(id), vocabulary.count(id)));
    return words;
  }
}
