package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.corpuslm.ngram.DetailRows;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code perplexity --per-line} and {@code --surprisal}: the figures of the report, as plain text.
 */
class ScoresAsTextTest {
  private static final String ARPA =
      """
      \\data\\
      ngram 1=5
      ngram 2=3

      \\1-grams:
      -1.0\t<unk>\t-0.3
      -99\t<s>\t-0.3
      -0.6\t</s>
      -0.5\train\t-0.2
      -0.35\tfalls\t-0.1

      \\2-grams:
      -0.3\t<s> rain
      -0.4\train falls
      -0.2\tfalls </s>

      \\end\\
      """;

  @TempDir static Path dir;
  private static Path byHand;
  private static String model;
  private static String skipping;
  private static String scores;
  private static Path text;
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void models() throws IOException {
    Path arpa = Files.writeString(dir.resolve("lm.arpa"), ARPA);
    byHand = dir.resolve("by-hand");
    Cli.run("import-arpa", "--arpa", arpa, "--output", byHand).succeeded();
    List<String> train = List.of("a b c", "a b", "über alles", "c b a a", "b a");
    String corpus = prepare(train, "corpus");
    String counts = dir.resolve("counts").toString();
    Cli.run("count", "--corpus", corpus, "--output", counts, "--order", 2).succeeded();
    model = estimate(counts, "witten-bell");
    scores = estimate(counts, "stupid-backoff");
    String skipped = prepare(train, "skipping", "--skip-empty-lines");
    Cli.run("count", "--corpus", skipped, "--output", counts, "--order", 2, "--overwrite")
        .succeeded();
    skipping = dir.resolve("wb-skipping").toString();
    Cli.run("estimate", "--counts", counts, "--output", skipping, "--smoothing", "witten-bell")
        .succeeded();
    // Larger than one partition of 1 MiB, so that line numbers go on from one to the next.
    String words = "a b c über d ".repeat(40).strip();
    for (int i = 0; i < 5_000; i++) {
      LINES.add(i % 7 == 3 ? "" : words.substring(0, 2 * (i % 90)).strip());
    }
    for (int i = 0; i < 4_000; i++) {
      LINES.add(words);
    }
    text = Files.write(dir.resolve("text.txt"), LINES);
  }

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  private static String prepare(List<String> lines, String name, String... more)
      throws IOException {
    Path file = Files.write(dir.resolve(name + ".txt"), lines);
    List<Object> arguments =
        new ArrayList<>(List.of("prepare", "--input", file, "--output", dir.resolve(name)));
    arguments.addAll(List.of(more));
    Cli.run(arguments.toArray()).succeeded();
    return dir.resolve(name).toString();
  }

  private static String estimate(String counts, String smoothing) {
    String path = dir.resolve(smoothing).toString();
    Cli.run("estimate", "--counts", counts, "--output", path, "--smoothing", smoothing).succeeded();
    return path;
  }

  @Test
  void figuresByHand() throws IOException {
    Path file = Files.writeString(dir.resolve("rain.txt"), "rain falls\n\nrain snow\n");
    String out =
        Cli.run("perplexity", "--model", byHand, "--text", file, "--per-line", "-")
            .succeeded()
            .out();
    List<String> rows = out.lines().toList();
    assertThat(rows.get(0)).isEqualTo("line\tlog10\ttokens\toov\tperplexity");
    checkRow(rows.get(1), 1, -0.9, 3, 0);
    checkRow(rows.get(2), 2, -0.3 - 0.6, 1, 0);
    checkRow(rows.get(3), 3, -0.3 - 0.2 - 1.0 - 0.3 - 0.6, 3, 1);
    assertThat(rows).hasSize(4);

    rows =
        Cli.run("perplexity", "--model", byHand, "--text", file, "--surprisal", "-")
            .succeeded()
            .out()
            .lines()
            .toList();
    assertThat(rows.get(0)).isEqualTo("sentence_id\ttoken_id\ttoken\tsurprisal");
    assertThat(rows.get(1)).startsWith("1\t1\train\t");
    assertThat(Double.parseDouble(rows.get(1).split("\t", 0)[3]))
        .isCloseTo(0.3 * Math.log(10) / Math.log(2), within(1e-12));
    assertThat(rows.get(4)).startsWith("2\t1\t</s>\t");
    assertThat(rows.get(6)).startsWith("3\t2\tsnow\t");
    assertThat(rows).hasSize(8);
  }

  private static void checkRow(String row, long line, double log10, int tokens, int oov) {
    String[] columns = row.split("\t");
    assertThat(columns).hasSize(5);
    assertThat(Long.parseLong(columns[0])).isEqualTo(line);
    assertThat(Double.parseDouble(columns[1])).isCloseTo(log10, within(1e-12));
    assertThat(Integer.parseInt(columns[2])).isEqualTo(tokens);
    assertThat(Integer.parseInt(columns[3])).isEqualTo(oov);
    assertThat(Double.parseDouble(columns[4]))
        .isCloseTo(Math.pow(10, -log10 / tokens), within(1e-9));
  }

  /** Over several partitions, beside a report, into a compressed file. */
  @Test
  void rowsAreThoseOfTheDetailsInTheOrderOfTheText() throws IOException {
    Path report = dir.resolve("report");
    Path words = dir.resolve("words.tsv.gz");
    Cli.Result result =
        Cli.run(
            "perplexity",
            "--model",
            model,
            "--text",
            text,
            "--details",
            "words",
            "--output",
            report,
            "--per-line",
            "-",
            "--surprisal",
            words);
    List<String> lines = result.succeeded().out().lines().toList();
    assertThat(result.err()).contains("report.html");
    List<String> tokens = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(words)), StandardCharsets.UTF_8))) {
      in.lines().forEach(tokens::add);
    }
    assertThat(lines).hasSize(LINES.size() + 1);
    double[] sums = new double[LINES.size()];
    int row = 1;
    for (int i = 0; i < LINES.size(); i++) {
      List<String> expected = new ArrayList<>(List.of(LINES.get(i).strip().split(" +")));
      expected.remove("");
      expected.add("</s>");
      for (int t = 0; t < expected.size(); t++, row++) {
        String[] columns = tokens.get(row).split("\t", 0);
        assertThat(columns[0] + " " + columns[1] + " " + columns[2])
            .isEqualTo((i + 1) + " " + (t + 1) + " " + expected.get(t));
        sums[i] -= Double.parseDouble(columns[3]) * Math.log(2) / Math.log(10);
      }
      String[] columns = lines.get(i + 1).split("\t", 0);
      assertThat(Long.parseLong(columns[0])).isEqualTo(i + 1);
      assertThat(Double.parseDouble(columns[1])).isCloseTo(sums[i], within(1e-9));
      assertThat(Integer.parseInt(columns[2])).isEqualTo(expected.size());
    }
    assertThat(tokens).hasSize(row);
    List<DetailRows.Word> details =
        DetailRows.words(Published.open(Pipeline.conf(), report.toString()), 0);
    Pipeline.stop(); // commands start a Spark of their own
    assertThat(details).hasSize(tokens.size() - 1);
    assertThat(details.get(details.size() - 1).partition()).isPositive();
    for (int i = 0; i < details.size(); i++) {
      String[] columns = tokens.get(i + 1).split("\t", 0);
      double bits = -details.get(i).log10() * Math.log(10) / Math.log(2);
      assertThat(Double.parseDouble(columns[3])).isCloseTo(bits, within(1e-13 * (1 + bits)));
      assertThat(columns[2]).isEqualTo(details.get(i).word());
    }
  }

  @Test
  void linesThatAreLeftOutCount() throws IOException {
    Path file = Files.writeString(dir.resolve("gaps.txt"), "\na b\n\n\nb\n");
    Path more = Files.writeString(dir.resolve("gaps2.txt"), "a\n\na\n");
    String out =
        Cli.run("perplexity", "--model", skipping, "--text", file, more, "--per-line", "-")
            .succeeded()
            .out();
    assertThat(out.lines().skip(1).map(row -> row.split("\t", 0)[0]))
        .containsExactly("2", "5", "6", "8");
  }

  @Test
  void whatIsNoProbabilityIsLabeledOrRefused() throws IOException {
    Path file = Files.writeString(dir.resolve("short.txt"), "a b\n");
    assertThat(
            Cli.run("perplexity", "--model", scores, "--text", file, "--per-line", "-")
                .succeeded()
                .out())
        .startsWith("line\tlog10\ttokens\toov\tscore\n");
    Cli.run("perplexity", "--model", scores, "--text", file, "--surprisal", "-")
        .refused("scores, not probabilities", "surprisal");
    Cli.run("perplexity", "--model", model, scores, "--text", file, "--per-line", "-")
        .refused("one --model", "2 are given");
    Cli.run("perplexity", "--model", model, "--text", file, "--per-line", "-", "--surprisal", "-")
        .refused("mix on stdout");
    Cli.run("perplexity", "--model", model, "--text", file, "--per-line", "-", "--json")
        .refused("--json");
    Cli.run("perplexity", "--model", model, "--text", file).refused("--output", "--per-line");
    Cli.run("perplexity", "--model", model, "--text", file, "--per-line", file, "--overwrite")
        .refused("short.txt", "is also an input");
    assertThat(file).hasContent("a b\n");
    Path taken = Files.writeString(dir.resolve("taken.tsv"), "mine");
    Cli.run("perplexity", "--model", model, "--text", file, "--per-line", taken)
        .refused("taken.tsv", "--overwrite");
    assertThat(taken).hasContent("mine");
    JsonNode json =
        Cli.run(
                "perplexity",
                "--model",
                model,
                "--text",
                file,
                "--per-line",
                taken,
                "--overwrite",
                "--json")
            .json();
    assertThat(json.get("perLine").asText()).isEqualTo(taken.toString());
    assertThat(Files.readAllLines(taken)).hasSize(2);
  }

  /** A zero probability is infinite everywhere. */
  @Test
  void zeroProbabilities() throws IOException {
    Path arpa =
        Files.writeString(dir.resolve("zero.arpa"), ARPA.replace("-1.0\t<unk>", "-99\t<unk>"));
    Path zero = dir.resolve("zero");
    Cli.run("import-arpa", "--arpa", arpa, "--output", zero).succeeded();
    Path file = Files.writeString(dir.resolve("snow.txt"), "snow\n");
    assertThat(
            Cli.run("perplexity", "--model", zero, "--text", file, "--per-line", "-")
                .succeeded()
                .out())
        .endsWith("\n1\t-inf\t2\t1\tinf\n");
    assertThat(
            Cli.run("perplexity", "--model", zero, "--text", file, "--surprisal", "-")
                .succeeded()
                .out())
        .contains("\n1\t1\tsnow\tinf\n");
  }
}
