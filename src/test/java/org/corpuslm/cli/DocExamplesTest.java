package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the documentation do what they say: every line in a block marked {@code sh} runs,
 * in order, on a small text. Networks are smaller than those of the examples.
 */
class DocExamplesTest {
  private static final String LAUNCHER = "scripts/corpuslm";
  private static final Map<String, String> SMALL =
      Map.of("--hidden", "16", "--embedding", "16", "--epochs", "1");
  private static final List<String> FREQUENT =
      List.of("the", "of", "a", "once", "upon", "time", "and", "king", "was", "in", "to", "forest");

  @TempDir private Path dir;

  @BeforeEach
  void writeText() throws IOException {
    Path text = Files.createDirectory(dir.resolve("my-text"));
    Files.write(text.resolve("a.txt"), sentences(2_000, 1));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(text.resolve("b.txt.gz")))) {
      out.write(String.join("\n", sentences(1_000, 2)).getBytes(StandardCharsets.UTF_8));
    }
    Path heldOut = Files.createDirectory(dir.resolve("held-out"));
    Files.write(heldOut.resolve("valid.txt"), sentences(100, 3));
    Files.write(heldOut.resolve("test.txt"), sentences(100, 4));
    Files.write(dir.resolve("today.txt"), sentences(200, 5));
    Files.write(dir.resolve("my-treebank.conllu"), treebank());
    Files.write(dir.resolve("my-reviews.tsv"), classes());
    try (OutputStream out =
        new ZstdOutputStream(Files.newOutputStream(dir.resolve("documents.jsonl.zst")))) {
      for (int i = 0; i < 200; i++) {
        List<String> document = sentences(1 + i % 9, 100L + i);
        out.write(
            (Json.tree(Map.of("text", String.join("\n", document), "id", i)) + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Words whose label depends on their length, in CoNLL-U. */
  private static List<String> treebank() {
    List<String> rows = new ArrayList<>();
    for (String line : sentences(400, 6)) {
      int id = 0;
      for (String word : line.split(" ", -1)) {
        String label = word.length() < 3 ? "DET" : word.length() < 6 ? "NOUN" : "VERB";
        rows.add("%d\t%s\t_\t%s\t_\t_\t_\t_\t_\t_".formatted(++id, word, label));
      }
      rows.add("");
    }
    return rows;
  }

  /** Lines whose class depends on whether a king is in them. */
  private static List<String> classes() {
    return sentences(400, 7).stream()
        .map(line -> (line.contains("king") ? "tale" : "other") + "\t" + line)
        .toList();
  }

  /** Made-up text of phrases, with the frequencies of a natural one for phrases and words. */
  private static List<String> sentences(int lines, long seed) {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      List<String> line = new ArrayList<>();
      for (int p = 1 + random.nextInt(4); p > 0; p--) {
        line.add(phrase(rank(random, 3_000)));
      }
      text.add(String.join(" ", line));
    }
    return text;
  }

  private static String phrase(int number) {
    Random random = new Random(number);
    List<String> words = new ArrayList<>();
    for (int w = 2 + random.nextInt(6); w > 0; w--) {
      int rank = rank(random, 1_500);
      words.add(rank < FREQUENT.size() ? FREQUENT.get(rank) : word(rank));
    }
    return String.join(" ", words);
  }

  /** From 0; the frequency of rank r is about that of 1 / (r + 1). */
  private static int rank(Random random, int ranks) {
    return (int) Math.pow(ranks, random.nextDouble()) - 1;
  }

  /**
   * Syllables, each of which is a digit of the number; of letters alone, so that it stays whole.
   */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int n = number; n > 0; n /= 20) {
      word.append("bcdfghjklmnpqrstvwxz".charAt(n % 20)).append("aeiou".charAt(n % 5));
    }
    return word.toString();
  }

  @Test
  void commandsOfTheReferenceRun() throws IOException {
    runAll("docs/commands.md");
    assertThat(dir.resolve("run/report/report.html")).exists();
    assertThat(dir.resolve("run/models/current.json")).exists();
  }

  @Test
  void fromOnesOwnTextToAReportAsTheReadmeSays() throws IOException {
    runAll("README.md");
    assertThat(dir.resolve("run/report/report.html")).exists();
  }

  private void runAll(String page) throws IOException {
    List<String> lines = Documents.examples(page);
    assertThat(lines).as("examples of " + page).isNotEmpty();
    for (String line : lines) {
      List<String> words = Documents.words(line);
      assertThat(words.get(0)).as(page + ": " + line).isEqualTo(LAUNCHER);
      Cli.Result result = Cli.run(here(words.subList(1, words.size())).toArray());
      assertThat(result.exit()).as("%s: %s\n%s", page, line, result.err()).isZero();
      assertThat(result.out()).as(page + ": " + line).isNotBlank();
    }
  }

  /** Returns the arguments of an example, with files of the test in place of the reader's files. */
  private List<String> here(List<String> arguments) {
    List<String> here = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String before = i == 0 ? "" : arguments.get(i - 1);
      here.add(
          SMALL.containsKey(before)
              ? SMALL.get(before)
              : arguments
                  .get(i)
                  .replaceAll(
                      "(?<=^|=)(my-(?:text|treebank|reviews)|held-out/|today\\.txt|documents\\.jsonl|run/)",
                      dir + "/$1")
                  .replaceAll("^jobs/", Documents.BASE + "/jobs/"));
    }
    return here;
  }
}
