package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.Recipe;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ARPA files as toolkits in use write them. Every probability is that of the dictionary which the
 * file is, however the file is cut into pieces.
 */
class ArpaVariantsTest {
  private static final String PLAIN =
      """
      \\data\\
      ngram 1=5
      ngram 2=4
      ngram 3=2

      \\1-grams:
      -1\t<unk>\t-0.35
      -99\t<s>\t-0.3
      -0.7\t</s>
      -0.5\ta\t-0.2
      -0.6\tb\t-0.1

      \\2-grams:
      -0.3\t<s> a\t-0.4
      -0.4\ta b\t-0.25
      -0.2\tb </s>
      -0.9\t<unk> a\t-0.15

      \\3-grams:
      -0.1\t<s> a b
      -0.15\ta b </s>

      \\end\\
      """;

  private static final String CMU_PREAMBLE =
      """
      #############################################################################
      ## Copyright (c) 1996, Carnegie Mellon University, Cambridge University,
      #############################################################################
      This is a 3-gram language model, based on a vocabulary of 5 words,
        which begins "</s>", "<s>", "a"...

      p(wd3|wd1,wd2)= if(trigram exists)           p_3(wd1,wd2,wd3)
                      else if(bigram w1,w2 exists) bo_wt_2(w1,w2)*p(wd3|wd2)

      Beginning of data mark: \\data\\
      ngram 1=nr            # number of 1-grams
      ngram 2=nr            # number of 2-grams
      ngram 3=nr            # number of 3-grams

      \\1-grams:
      p_1     wd_1 bo_wt_1
      \\2-grams:
      p_2     wd_1 wd_2 bo_wt_2
      \\3-grams:
      p_3     wd_1 wd_2 wd_3

      end of data mark: \\end\\

      """;

  @TempDir private Path dir;

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  /** A change to the text of a file and what it means, in a form that the dictionary reads. */
  private record Variant(String text, String meaning) {
    static Variant of(String text) {
      return new Variant(text, text);
    }
  }

  private static String without(String line, String size) {
    int order = Integer.parseInt(size.substring(6, 7));
    int entries = Integer.parseInt(size.substring(8));
    assertThat(PLAIN).contains(line + "\n", size);
    return PLAIN.replace(line + "\n", "").replace(size, "ngram " + order + "=" + (entries - 1));
  }

  private static Variant variant(String name) {
    return switch (name) {
      case "plain" -> Variant.of(PLAIN);
      case "CMU preamble" -> new Variant(CMU_PREAMBLE + PLAIN, PLAIN);
      case "preamble of sections only" ->
          new Variant("\\1-grams:\n-1 x\n\\2-grams:\n\\end\\\n" + PLAIN, PLAIN);
      case "CMU UNK and decimals" -> {
        String text = PLAIN.replace("<unk>", "<UNK>").replace("-99\t", "-99.0000 ");
        yield Variant.of(text.replace("\t", " ").replace("\n\n", "\n"));
      }
      case "missing suffix" -> Variant.of(without("-0.4\ta b\t-0.25", "ngram 2=4"));
      case "missing prefix" -> Variant.of(without("-0.3\t<s> a\t-0.4", "ngram 2=4"));
      case "no <s>" ->
          Variant.of(
              without("-99\t<s>\t-0.3", "ngram 1=5")
                  .replace("-0.3\t<s> a\t-0.4\n", "")
                  .replace("-0.1\t<s> a b\n", "")
                  .replace("ngram 2=4", "ngram 2=3")
                  .replace("ngram 3=2", "ngram 3=1"));
      case "empty middle section" ->
          Variant.of(PLAIN.replaceAll("(?s)(2-grams:\n).*?\n\n", "$1\n").replace("2=4", "2=0"));
      case "empty last section" ->
          Variant.of(PLAIN.replaceAll("(?s)(3-grams:\n).*?\n\n", "$1\n").replace("3=2", "3=0"));
      case "tabs in the head" -> new Variant(PLAIN.replace("ngram ", "ngram\t"), PLAIN);
      case "no blank lines" -> Variant.of(PLAIN.replace("\n\n", "\n"));
      case "CRLF and byte-order mark" -> new Variant("\ufeff" + PLAIN.replace("\n", "\r\n"), PLAIN);
      case "words behind </s>" -> Variant.of(PLAIN.replace("b </s>\n-0.9", "</s> b\t-0.2\n-0.9"));
      case "<unk> and <UNK>" ->
          Variant.of(PLAIN.replace("1=5", "1=6").replace("-0.7\t", "-1.3\t<UNK>\t-0.1\n-0.7\t"));
      case "words like marks and numbers" ->
          Variant.of(
              PLAIN
                  .replace("ngram 1=5", "ngram 1=7")
                  .replace("ngram 2=4", "ngram 2=6")
                  .replace("-0.7\t", "-1.1\t\\end\\\t-0.5\n-1.2\t-0.3\n-0.7\t")
                  .replace("-0.9\t", "-0.22\t\\end\\ -0.3\t-0.6\n-0.44\t-0.3 -0.3\n-0.9\t"));
      case "-inf" ->
          new Variant(
              PLAIN.replace("-99\t", "-inf\t").replace("-0.2\tb", "-Infinity\tb"),
              PLAIN.replace("-0.2\tb", "-99\tb"));
      case "positive back-off weight" -> Variant.of(PLAIN.replace("a\t-0.4", "a\t0.4"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "CMU preamble",
        "preamble of sections only",
        "CMU UNK and decimals",
        "missing suffix",
        "missing prefix",
        "no <s>",
        "empty middle section",
        "empty last section",
        "tabs in the head",
        "no blank lines",
        "CRLF and byte-order mark",
        "words behind </s>",
        "<unk> and <UNK>",
        "words like marks and numbers",
        "-inf",
        "positive back-off weight"
      })
  void everyProbabilityIsThatOfTheFile(String name) throws IOException {
    Variant variant = variant(name);
    Path file = Files.writeString(dir.resolve("lm.arpa"), variant.text());
    for (long splitBytes : new long[] {37, 1 << 20}) {
      check(
          ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), splitBytes),
          variant.meaning().lines().toList());
    }
  }

  /** Against the dictionary that the lines are, for all histories of up to three words. */
  private static void check(Published directory, List<String> lines) {
    DictionaryArpa dictionary = DictionaryArpa.parse(lines);
    NgramModel model = Pipeline.open(directory.path());
    List<String> words = new ArrayList<>();
    for (int id = 0; id < model.vocabulary().size(); id++) {
      words.add(model.vocabulary().word(id));
    }
    assertThat(words).hasSizeGreaterThan(4);
    for (List<String> history : ArpaImportTest.histories(3, words)) {
      for (String word : words) {
        if (!word.equals("<s>")) {
          double expected = dictionary.log10(history, word);
          assertThat(ArpaImportTest.log10(model, history, word))
              .as("%s after %s", word, history)
              .isCloseTo(expected, within(Double.isInfinite(expected) ? 0 : 1e-12));
        }
      }
    }
  }

  @Test
  void gzipOfSeveralMembers() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (String part : PLAIN.split("(?<=\n\n)", 0)) {
      try (GZIPOutputStream member = new GZIPOutputStream(members)) {
        member.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path file = Files.write(dir.resolve("lm.arpa.gz"), members.toByteArray());
    check(
        ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), 100),
        PLAIN.lines().toList());
  }

  /** a b a b a b a b a b, every n-gram of it up to order 10. */
  @Test
  void orderTen() throws IOException {
    List<String> lines = new ArrayList<>(List.of("\\data\\", "ngram 1=5"));
    for (int k = 2; k <= 10; k++) {
      lines.add("ngram " + k + "=2");
    }
    lines.addAll(PLAIN.lines().skip(4).limit(7).toList());
    for (int k = 2; k <= 10; k++) {
      lines.addAll(List.of("", "\\" + k + "-grams:"));
      for (int first = 0; first < 2; first++) {
        int shift = first;
        List<String> words =
            IntStream.range(0, k).mapToObj(w -> (w + shift) % 2 == 0 ? "a" : "b").toList();
        String backoff = k < 10 ? "\t-0.0" + k : "";
        lines.add("-0." + (10 * k + first) + "\t" + String.join(" ", words) + backoff);
      }
    }
    lines.addAll(List.of("", "\\end\\"));
    Path file = Files.write(dir.resolve("lm.arpa"), lines);
    Published directory = ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), 500);
    check(directory, lines);
    DictionaryArpa dictionary = DictionaryArpa.parse(lines);
    NgramModel model = Pipeline.open(directory.path());
    List<String> history = List.of("b a b a b a b a b".split(" "));
    for (int from = 0; from < history.size(); from++) {
      List<String> h = history.subList(from, history.size());
      for (String word : List.of("a", "b", "</s>")) {
        assertThat(ArpaImportTest.log10(model, h, word))
            .isCloseTo(dictionary.log10(h, word), within(1e-12));
      }
    }
  }

  /** Export writes words of any length, and the fixed limit of a line was 1 MiB once. */
  @Test
  void aWordOfMoreThanAMegabyteComesBack() throws IOException {
    String word = "x".repeat(1_200_000);
    try (Pipeline pipeline = new Pipeline()) {
      String corpus = pipeline.corpus(Pipeline.Text.of(List.of("a b c", "see " + word + " end")));
      String model = pipeline.model(pipeline.counts(corpus, 3, 2), Recipe.addDelta(3, 0.5));
      Path arpa = pipeline.arpa(model, "m.arpa");
      NgramModel before = Pipeline.open(model);
      NgramModel after =
          Pipeline.open(
              ArpaImportTest.importArpa(dir, ArpaImportTest.config(arpa, "", 2), 1 << 18).path());
      for (List<String> history : List.of(List.of("<s>", "see"), List.of(word))) {
        for (String next : List.of(word, "end")) {
          assertThat(ArpaImportTest.log10(after, history, next))
              .isCloseTo(ArpaImportTest.log10(before, history, next), within(2e-7));
        }
      }
    }
  }

  private static ImportConfig config(Path file, boolean allowPositive, boolean literalLogs) {
    return new ImportConfig(
        file.toString(), "", 2, "whitespace", false, "", Double.NaN, allowPositive, literalLogs);
  }

  @Test
  void probabilitiesAboveOneCountAsOneIfAllowed() throws IOException {
    String text =
        PLAIN.replace("-0.3\t<s> a", "0.0000012\t<s> a").replace("-0.1\t<s> a b", "1e-9\t<s> a b");
    text = text.replace("-99\t<s>", "0.5\t<s>").replace("-0.6\tb", "0.00001\tb");
    Path file = Files.writeString(dir.resolve("lm.arpa"), text);
    for (long splitBytes : new long[] {23, 1 << 20}) {
      Published directory = ArpaImportTest.importArpa(dir, config(file, true, false), splitBytes);
      NgramModel model = Pipeline.open(directory.path());
      assertThat(ArpaImportTest.log10(model, List.of("<s>"), "a")).isZero();
      assertThat(ArpaImportTest.log10(model, List.of("<s>", "a"), "b")).isZero();
      assertThat(ArpaImportTest.log10(model, List.of(), "b")).isZero();
      assertThat(model.facts().parameters())
          .containsEntry(ArpaImport.POSITIVE, 3)
          .containsEntry(ArpaImport.LARGEST_POSITIVE, 0.00001);
    }
    assertThat(
            Pipeline.open(
                    ArpaImportTest.importArpa(
                            dir.resolve("other"),
                            config(Files.writeString(file, PLAIN), true, false),
                            1 << 20)
                        .path())
                .facts()
                .parameters())
        .doesNotContainKeys(ArpaImport.POSITIVE, ArpaImport.LARGEST_POSITIVE);
  }

  /** -99 stands for zero; smaller back-off weights are numbers, unless all are literal. */
  @Test
  void logarithmsOfZero() throws IOException {
    String text =
        PLAIN
            .replace("-0.6\tb\t-0.1", "-99.5\tb\t-99.999")
            .replace("-0.5\ta\t-0.2", "-0.5\ta\t-99")
            .replace("-0.9\t<unk> a", "-99\t<unk> a");
    Path file = Files.writeString(dir.resolve("lm.arpa"), text);
    double zero = Double.NEGATIVE_INFINITY;
    NgramModel byRule =
        Pipeline.open(ArpaImportTest.importArpa(dir, config(file, false, false), 99).path());
    assertThat(logs(byRule)).containsExactly(zero, zero, zero, -99.999 - 0.5);
    NgramModel literal =
        Pipeline.open(
            ArpaImportTest.importArpa(dir.resolve("l"), config(file, false, true), 99).path());
    assertThat(logs(literal)).containsExactly(-99.5, -99, -99 - 0.7, -99.999 - 0.5);
    try (Pipeline pipeline = new Pipeline()) {
      Path exported = pipeline.arpa(byRule.path(), "m.arpa");
      NgramModel again =
          Pipeline.open(
              ArpaImportTest.importArpa(dir.resolve("e"), config(exported, false, false), 99)
                  .path());
      assertThat(logs(again)).containsExactly(logs(byRule));
      exported = pipeline.arpa(literal.path(), "l.arpa");
      again =
          Pipeline.open(
              ArpaImportTest.importArpa(dir.resolve("f"), config(exported, false, true), 99)
                  .path());
      assertThat(logs(again)).containsExactly(logs(literal));
    }
  }

  /** Probabilities of b, of a after the unknown word, of the end after a, and of a after b. */
  private static double[] logs(NgramModel model) {
    List<List<String>> ngrams =
        List.of(List.of("b"), List.of("<unk>", "a"), List.of("a", "</s>"), List.of("b", "a"));
    return ngrams.stream()
        .mapToDouble(
            n -> ArpaImportTest.log10(model, n.subList(0, n.size() - 1), n.get(n.size() - 1)))
        .toArray();
  }

  @Test
  void decimalCommasAreNamed() throws IOException {
    for (String[] change :
        new String[][] {
          {"-0.5\ta", "-0,5\ta", ":10:", "log10 p is '-0,5'"},
          {"-0.15\ta b", "-0,15\ta b", ":21:", "log10 p is '-0,15'"},
          {"<s> a\t-0.4", "<s> a\t-0,4", ":14:", "the back-off weight is '-0,4'"}
        }) {
      Path file = Files.writeString(dir.resolve("lm.arpa"), PLAIN.replace(change[0], change[1]));
      assertThatThrownBy(
              () -> ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), 1 << 20))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(change[2], change[3], "decimal comma", "LC_ALL=C", "awk");
    }
    String comma = PLAIN.replace("b", "0,5"); // as a word it is one like any other
    Path file = Files.writeString(dir.resolve("lm.arpa"), comma);
    check(
        ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), 1 << 20),
        Arrays.asList(comma.split("\n")));
  }

  @Test
  void aDuplicateBehindAPreambleHasItsLines() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("lm.arpa"),
            CMU_PREAMBLE + PLAIN.replace("-0.15\ta b </s>", "-0.15\t<s> a b"));
    long before = CMU_PREAMBLE.lines().count();
    assertThatThrownBy(() -> ArpaImportTest.importArpa(dir, ArpaImportTest.config(file, "", 2), 50))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'<s> a b'", "[%d, %d]".formatted(before + 20, before + 21));
  }
}
