package org.corpuslm.ngram.arpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a file can be wrong: the message names file, line, cause and fix. */
class ArpaImportErrorsTest {
  private static final String GOOD =
      """
      \\data\\
      ngram 1=5
      ngram 2=3
      ngram 3=2

      \\1-grams:
      -1\t<unk>
      -99\t<s>\t-0.3
      -0.7\t</s>
      -0.5\ta\t-0.2
      -0.6\tb\t-0.1

      \\2-grams:
      -0.3\t<s> a\t-0.4
      -0.4\ta b
      -0.2\tb </s>

      \\3-grams:
      -0.1\t<s> a b
      -0.15\ta b </s>

      \\end\\
      """;

  @TempDir private Path dir;
  private Path file;

  @AfterAll
  static void stop() {
    Pipeline.stop();
  }

  @BeforeEach
  void file() {
    file = dir.resolve("lm.arpa");
  }

  private Published run(ImportConfig config) {
    return config.run(Pipeline.cluster(), dir.resolve("model").toString(), false);
  }

  private void fails(String content, String... parts) throws IOException {
    Files.writeString(file, content);
    failsAsItIs(parts);
  }

  private void failsAsItIs(String... parts) {
    assertThatThrownBy(() -> run(ArpaImportTest.config(file, "", 2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("lm.arpa")
        .hasMessageContainingAll(parts);
    assertThat(dir.resolve("model")).doesNotExist();
  }

  private void failsWith(UnaryOperator<String> change, String... parts) throws IOException {
    String changed = change.apply(GOOD);
    assertThat(changed).isNotEqualTo(GOOD);
    fails(changed, parts);
  }

  @Test
  void theGoodOneIsRead() throws IOException {
    Files.writeString(file, GOOD);
    assertThat(run(ArpaImportTest.config(file, "", 2)).manifest().facts().get("ngrams").toString())
        .isEqualTo("[5,3,2]");
  }

  @Test
  void filesThatAreNoArpa() throws IOException {
    fails("the students opened their books\n", "lm.arpa:1", "no ARPA file", "lmplz");
    fails("", "no ARPA file");
    fails("mmap lm http://kheafield.com/code format version 5\n\0\0\0", "binary", "build_binary");
    fails("iARPA\n" + GOOD, "lm.arpa:1", "compile-lm --text=yes");
    fails("\\data\\\n\n\\end\\\n", "no sizes");
  }

  @Test
  void gzipThatTheNameDoesNotTell() throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(GOOD.getBytes(StandardCharsets.UTF_8));
    }
    failsAsItIs("gzip", ".gz");
  }

  @Test
  void plainTextNamedGz() throws IOException {
    file = dir.resolve("lm.arpa.gz");
    fails(GOOD, "lm.arpa.gz");
  }

  @Test
  void truncatedGzip() throws IOException {
    Path whole = dir.resolve("whole.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(GOOD.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    file = dir.resolve("lm.arpa.gz");
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 12));
    failsAsItIs("truncated");
  }

  @Test
  void truncated() throws IOException {
    failsWith(s -> s.replace("\\end\\\n", ""), "lm.arpa:21", "\\end\\", "2 of 2", "truncated");
    failsWith(s -> s.substring(0, s.indexOf("-0.4\ta b")), "lm.arpa:14", "1 of 3", "truncated");
    failsWith(s -> s.substring(0, s.indexOf("\\1-grams")), "truncated");
  }

  @Test
  void countsThatDoNotMatch() throws IOException {
    failsWith(
        s -> s.replace("ngram 2=3", "ngram 2=4"),
        "lm.arpa:18",
        "\\2-grams:",
        "with 3 n-grams",
        "ngram 2=4");
    failsWith(s -> s.replace("ngram 3=2", "ngram 3=1"), "lm.arpa:22", "with 2", "ngram 3=1");
    failsWith(s -> s.replace("ngram 1=5", "ngram 1=4"), "with 5", "ngram 1=4");
    failsWith(s -> s.replace("ngram 2=3\n", ""), "lm.arpa:3", "order 2");
  }

  @Test
  void sizesThatNoNumberHolds() throws IOException {
    String huge = "9".repeat(30);
    failsWith(s -> s.replace("ngram 1=5", "ngram 1=" + huge), "lm.arpa:2", huge, "is no size");
    failsWith(s -> s.replace("ngram 1=", "ngram " + huge + "="), "lm.arpa:2", "is no size");
  }

  @Test
  void anUnknownWordThatIsAnotherWord() {
    ImportConfig config =
        new ImportConfig(
            file.toString(),
            "",
            2,
            "whitespace",
            false,
            Vocabulary.EOS_WORD,
            Double.NaN,
            false,
            false);
    assertThatThrownBy(
            () -> {
              Files.writeString(file, GOOD);
              run(config);
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("lm.arpa", "</s>", "the unknown word", "--unk");
  }

  @Test
  void sectionsOutOfOrder() throws IOException {
    failsWith(s -> s.replace("\\2-grams:", "\\3-grams:"), "lm.arpa:13", "\\2-grams: belongs");
    failsWith(s -> s.replace("ngram 3=2\n", ""), "\\3-grams: comes where \\end\\ belongs");
  }

  @Test
  void numbersThatAreNone() throws IOException {
    failsWith(s -> s.replace("-0.15\ta", "0.15\ta"), "lm.arpa:20", "0.15", "at most 1");
    failsWith(s -> s.replace("-0.5\ta", "0.5\ta"), "lm.arpa:10", "at most 1");
    failsWith(s -> s.replace("-0.3\t<s> a", "nan\t<s> a"), "lm.arpa:14", "nan", "no finite");
    failsWith(s -> s.replace("<s> a\t-0.4", "<s> a\tnan"), "lm.arpa:14", "back-off weight", "nan");
    failsWith(s -> s.replace("-0.6\tb", "x\tb"), "lm.arpa:11", "'x'");
  }

  @Test
  void wrongNumberOfWords() throws IOException {
    failsWith(s -> s.replace("-0.1\t<s> a b", "-0.1\t<s> a"), "lm.arpa:19", "3 words");
    failsWith(s -> s.replace("<s> a b\n", "<s> a b b c\n"), "lm.arpa:19", "3 words");
    failsWith(s -> s.replace("-0.6\tb\t", "-0.6\tb c\t"), "lm.arpa:11", "1 words");
  }

  @Test
  void wordsThatAreNoUnigrams() throws IOException {
    failsWith(s -> s.replace("-0.4\ta b", "-0.4\ta z"), "lm.arpa:15", "word z", "unigrams");
  }

  @Test
  void ngramsThatStandTwice() throws IOException {
    failsWith(s -> s.replace("-0.6\tb\t-0.1", "-0.6\ta\t-0.1"), "lm.arpa:11", "unigram a", "twice");
    failsWith(
        s -> s.replace("-0.15\ta b </s>", "-0.15\t<s> a b"), "lm.arpa:20", "'<s> a b'", "[19, 20]");
  }

  @Test
  void missingSpecialWords() throws IOException {
    String closed = GOOD.replace("-1\t<unk>\n", "").replace("ngram 1=5", "ngram 1=4");
    fails(closed, "<unk>", "--unk-probability", "--unk WORD");
    failsWith(s -> s.replace("-0.7\t</s>", "-0.7\tend").replace("b </s>", "b end"), "</s>", "end");
    Files.writeString(file, closed);
    NgramModel model =
        Pipeline.open(
            run(new ImportConfig(
                    file.toString(), "", 2, "whitespace", false, "", 1e-4, false, false))
                .path());
    assertThat(model.scorer().log10(new int[0], 0, 0, 0)).isEqualTo(-4);
  }

  @Test
  void upperCaseUnknownWord() throws IOException {
    Files.writeString(file, GOOD.replace("<unk>", "<UNK>"));
    NgramModel model = Pipeline.open(run(ArpaImportTest.config(file, "", 2)).path());
    assertThat(model.vocabulary().word(0)).isEqualTo("<UNK>");
    assertThat(model.scorer().log10(new int[0], 0, 0, 0)).isEqualTo(-1);
  }

  @Test
  void otherVocabulary() throws IOException {
    Files.writeString(file, GOOD);
    try (Pipeline pipeline = new Pipeline()) {
      String more = pipeline.corpus(Pipeline.Text.of(List.of("a b c")));
      assertThatThrownBy(() -> run(ArpaImportTest.config(file, more, 2)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("word c", "--vocabulary");
      String fewer = pipeline.corpus(Pipeline.Text.of(List.of("a a")));
      assertThatThrownBy(() -> run(ArpaImportTest.config(file, fewer, 2)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("word b", "--vocabulary");
    }
  }
}
