package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.LocalCluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text to corpus: every line accounted for, nothing dependent on how the text is cut. */
class PrepareTest {
  private static Cluster cluster;

  @TempDir private Path root;
  private int outputs;

  @BeforeAll
  static void open() {
    cluster = LocalCluster.open("prepare-test");
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void wordsBecomeIdsByTheirFrequency() throws IOException {
    Corpus corpus = prepare(Configs.of(text("b a c a\nc a\n")));
    assertThat(words(corpus)).containsExactly("<unk>:0", "<s>:2", "</s>:2", "a:3", "c:2", "b:1");
    assertThat(sentences(corpus, "train")).containsExactly("b a c a", "c a");
    assertThat(corpus.facts().vocabularySize()).isEqualTo(5);
  }

  @Test
  void rareWordsBecomeTheUnknownWord() throws IOException {
    Configs.Builder config = Configs.of(text("a a a b b c d\n"));
    config.minCount = 2;
    Corpus corpus = prepare(config);
    assertThat(words(corpus)).containsExactly("<unk>:2", "<s>:1", "</s>:1", "a:3", "b:2");
    assertThat(sentences(corpus, "train")).containsExactly("a a a b b <unk> <unk>");
    assertThat(corpus.facts().split("train").oov()).isEqualTo(2);
  }

  @Test
  void maxVocabCountsWordsBesidesTheSpecialOnes() throws IOException {
    Configs.Builder config = Configs.of(text("a a a b b d d <unk> c\n"));
    config.maxVocab = 2;
    Corpus corpus = prepare(config);
    // b before d by its bytes; d, c and the literal <unk> are the unknown word's 4.
    assertThat(words(corpus)).containsExactly("<unk>:4", "<s>:1", "</s>:1", "a:3", "b:2");
    assertThat(sentences(corpus, "train")).containsExactly("a a a b b <unk> <unk> <unk> <unk>");
  }

  @Test
  void aLiteralUnknownWordIsTheUnknownWord() throws IOException {
    Configs.Builder config = Configs.of(text("a <unk> b\n<unk> a\n"));
    config.test = List.of(text("a <unk> c\n").toString());
    Corpus corpus = prepare(config);
    assertThat(words(corpus)).containsExactly("<unk>:2", "<s>:2", "</s>:2", "a:2", "b:1");
    assertThat(sentences(corpus, "test")).containsExactly("a <unk> <unk>(c)");
    assertThat(corpus.facts().split("train").oov()).isEqualTo(2);
    assertThat(corpus.facts().split("test").oov()).isEqualTo(2);
  }

  @Test
  void theUnknownWordMayHaveAnotherName() throws IOException {
    Configs.Builder config = Configs.of(text("a UNK <unk>\n"));
    config.unk = "UNK";
    assertThat(words(prepare(config)))
        .containsExactly("UNK:1", "<s>:1", "</s>:1", "<unk>:1", "a:1");
  }

  @Test
  void emptyLinesAreSentences() throws IOException {
    Corpus corpus = prepare(Configs.of(text("a b\n\n \t\nc")));
    assertThat(sentences(corpus, "train")).containsExactly("a b", "", "", "c");
    assertThat(words(corpus)).contains("</s>:4");
    assertThat(corpus.facts().lines()).isEqualTo(4);
    assertThat(corpus.facts().kept()).isEqualTo(4);
    assertThat(corpus.facts().split("train").shortSentences())
        .containsExactly(2, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void emptyLinesAreSkippedOnRequestAndCounted() throws IOException {
    Configs.Builder config = Configs.of(text("a b\n\n \t\0\r\nc\n"));
    config.skipEmptyLines = true;
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("a b", "c");
    assertThat(words(corpus)).contains("</s>:2");
    assertThat(corpus.facts().lines()).isEqualTo(4);
    assertThat(corpus.facts().kept()).isEqualTo(2);
    assertThat(corpus.facts().skippedEmpty()).isEqualTo(2);
  }

  @Test
  void nulAndCarriageReturnAreWhiteSpace() throws IOException {
    Corpus corpus = prepare(Configs.of(text("a\0b\r\n\0\nc\rd\r\ne")));
    assertThat(sentences(corpus, "train")).containsExactly("a b", "", "c d", "e");
    assertThat(corpus.facts().linesWithNul()).isEqualTo(2);
  }

  @Test
  void windowsTextIsTheSameCorpus() throws IOException {
    String text = randomText(500);
    Configs.Builder unix = Configs.of(text(text));
    Configs.Builder windows = Configs.of(text("\ufeff" + text.replace("\n", "\r\n")));
    unix.holdoutTest = 0.2;
    windows.holdoutTest = 0.2;
    assertSame(prepare(windows), prepare(unix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<s>", "</s>", "a <s> b", "the end </s>", "\t</s>\r"})
  void literalMarksOfSentencesAreRefused(String line) throws IOException {
    Path file = text("a\nb\n" + line + "\n");
    assertRefused(Configs.of(file), file + ":3:", "literal <s> or </s>", "--map-special");
  }

  @Test
  void lowerCaseMakesMarksOfSentencesToo() throws IOException {
    Path file = text("a <S> b\n");
    assertThat(words(prepare(Configs.of(file)))).contains("<S>:1");
    Configs.Builder config = Configs.of(file);
    config.lowercase = true;
    assertRefused(config, file + ":1:", "literal <s>");
    config.mapSpecial = "start";
    assertThat(sentences(prepare(config), "train")).containsExactly("a start b");
  }

  @Test
  void marksOfSentencesInsideWordsAreWords() throws IOException {
    assertThat(sentences(prepare(Configs.of(text("x<s> <s>x </s>. <s/>\n"))), "train"))
        .containsExactly("x<s> <s>x </s>. <s/>");
    Configs.Builder config = Configs.of(text("a <s>\n"));
    config.tokenizer = "words";
    assertThat(sentences(prepare(config), "train")).containsExactly("a < s >");
  }

  @Test
  void marksOfSentencesAreReplacedOnRequest() throws IOException {
    Configs.Builder config = Configs.of(text("<s> a </s>\n"));
    config.mapSpecial = "mark";
    Corpus corpus = prepare(config);
    assertThat(sentences(corpus, "train")).containsExactly("mark a mark");
    assertThat(words(corpus)).containsExactly("<unk>:0", "<s>:1", "</s>:1", "mark:2", "a:1");
    config.mapSpecial = "<unk>";
    assertThat(words(prepare(config))).containsExactly("<unk>:2", "<s>:1", "</s>:1", "a:1");
  }

  @Test
  void badLinesAreSetAsideAndAccountedFor() throws IOException {
    byte[] train =
        TextFiles.concat(
            bytes("good one\n"),
            new byte[] {'b', 'a', 'd', ' ', (byte) 0xff, '\n'},
            bytes("\n"),
            bytes("a <s> mark\n"),
            bytes("x".repeat(60) + "\n"),
            bytes("good two\n"));
    Path file = TextFiles.write(root.resolve("bad.txt"), train);
    Path packed = TextFiles.write(root.resolve("more.gz"), TextFiles.gzip(bytes("fine\n</s>\n")));
    Path test = text("fine\n\n" + "y".repeat(51) + "\n");
    Configs.Builder config = Configs.of(file, packed);
    config.test = List.of(test.toString());
    config.quarantine = true;
    config.skipEmptyLines = true;
    config.maxLineBytes = 50;
    Corpus corpus = prepare(config);

    CorpusFacts facts = corpus.facts();
    assertThat(facts.lines()).isEqualTo(11);
    assertThat(facts.kept()).isEqualTo(4);
    assertThat(facts.skippedEmpty()).isEqualTo(2);
    assertThat(facts.quarantined())
        .isEqualTo(Map.of("invalid_utf8", 1L, "literal_special", 2L, "too_long", 2L));
    assertThat(sentences(corpus, "train")).containsExactly("good one", "good two", "fine");
    assertThat(samples(corpus))
        .containsExactly(
            row(file, 2, "invalid_utf8", 5, "bad \ufffd"),
            row(file, 4, "literal_special", 10, "a <s> mark"),
            row(file, 5, "too_long", 60, "x".repeat(60)),
            row(packed, 2, "literal_special", 4, "</s>"),
            row(test, 3, "too_long", 51, "y".repeat(51)));
  }

  @Test
  void samplesHaveTheLineOfTheFileAlsoWhenItServesTwice() throws IOException {
    Path file = text("a\nb\n<s>\n");
    Configs.Builder config = Configs.of(file);
    config.valid = List.of(file.toString());
    config.quarantine = true;
    assertThat(samples(prepare(config)))
        .containsExactly(
            row(file, 3, "literal_special", 3, "<s>"), row(file, 3, "literal_special", 3, "<s>"));
  }

  @Test
  void linesAreReadKeptSkippedOrQuarantinedWhateverTheyHold() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 5; round++) {
      byte[] noise = new byte[20_000];
      byte[] alphabet = bytes("ab \n\r\0\u00e9<s>/");
      for (int i = 0; i < noise.length; i++) {
        noise[i] = alphabet[random.nextInt(alphabet.length)];
      }
      Configs.Builder config = Configs.of(TextFiles.write(root.resolve("noise" + round), noise));
      config.quarantine = true;
      config.skipEmptyLines = round % 2 == 0;
      config.holdoutValid = 0.2;
      CorpusFacts facts = prepare(config).facts();
      long newlines = 0;
      for (byte b : noise) {
        newlines += b == '\n' ? 1 : 0;
      }
      long expected = newlines + (noise[noise.length - 1] == '\n' ? 0 : 1);
      long bad = facts.quarantined().values().stream().mapToLong(Long::longValue).sum();
      assertThat(facts.lines()).isEqualTo(expected);
      assertThat(facts.lines()).isEqualTo(facts.kept() + facts.skippedEmpty() + bad);
      assertThat(facts.kept())
          .isEqualTo(facts.splits().values().stream().mapToLong(s -> s.sentences()).sum());
      assertThat(bad).isPositive();
    }
  }

  /** One file, many files in another order, packed or not, cut finely or not: one corpus. */
  @Test
  void theCorpusDoesNotDependOnHowTheTextIsCut() throws IOException {
    List<String> lines = new ArrayList<>(randomText(3000).lines().toList());
    Configs.Builder whole = Configs.of(text(String.join("\n", lines)));
    Corpus one = prepare(with(whole));

    Collections.shuffle(lines, new Random(3));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String part = String.join("\n", lines.subList(i * 3000 / 7, (i + 1) * 3000 / 7)) + "\n";
      byte[] content = bytes(part);
      files.add(
          switch (i % 3) {
            case 0 -> TextFiles.write(root.resolve("part" + i + ".txt"), content);
            case 1 -> TextFiles.write(root.resolve("part" + i + ".gz"), TextFiles.gzip(content));
            default -> TextFiles.write(root.resolve("part" + i + ".bz2"), TextFiles.bzip2(content));
          });
    }
    Corpus many = prepare(with(Configs.of(files.toArray())));

    assertThat(words(many)).isEqualTo(words(one));
    for (String split : List.of("train", "valid", "test")) {
      assertThat(sentences(many, split).stream().sorted())
          .containsExactlyElementsOf(sentences(one, split).stream().sorted().toList());
      assertThat(sentences(one, split)).isNotEmpty();
    }
    assertThat(many.facts().kept()).isEqualTo(one.facts().kept());
  }

  @ParameterizedTest
  @ValueSource(longs = {700, 3000})
  void passesGiveTheSameForPiecesOfAnySize(long targetBytes) throws IOException {
    Path file = text(randomText(400));
    PrepareConfig config = with(Configs.of(file)).build();
    List<RoleSplit> whole = pieces(file, Long.MAX_VALUE);
    List<RoleSplit> cut = pieces(file, targetBytes);
    Vocabulary expected = VocabularyPass.run(cluster, config, whole);
    Vocabulary vocabulary = VocabularyPass.run(cluster, config, cut);
    assertThat(words(vocabulary)).isEqualTo(words(expected));

    long sentences = 0;
    long tokens = 0;
    long lines = 0;
    try (OutputDirectory output = output()) {
      for (EncodePass.Result result :
          EncodePass.run(cluster, config, cut, vocabulary, output.staging())) {
        lines += result.lines.get(0).lines;
        for (SplitTally tally : result.splits.values()) {
          sentences += tally.sentences;
          tokens += tally.tokens;
        }
      }
    }
    assertThat(lines).isEqualTo(400);
    assertThat(sentences).isEqualTo(400);
    String text = Files.readString(file);
    assertThat(tokens)
        .isEqualTo(Arrays.stream(text.split("\\s+")).filter(w -> !w.isEmpty()).count());
  }

  @Test
  void aFileThatChangesWhileItIsReadIsRefused() throws IOException {
    Path file = text("a b\nc\n");
    PrepareConfig config = Configs.of(file).build();
    InputFile was = TextFiles.input(file);
    for (InputFile other :
        List.of(
            new InputFile(was.path(), was.length() - 2, was.modified(), true),
            new InputFile(was.path(), was.length(), was.modified() - 1000, true))) {
      RoleSplit split =
          new RoleSplit(HoldoutSplit.Part.TRAIN, new TextSplit(0, other, 0, other.length()));
      try (OutputDirectory output = output()) {
        assertThatThrownBy(
                () ->
                    EncodePass.run(
                        cluster, config, List.of(split), Configs.vocabulary(), output.staging()))
            .isInstanceOf(BadInputException.class)
            .hasMessageContainingAll(file.toString(), "changed", "start again");
      }
    }
  }

  @Test
  void heldOutLinesAreThoseOfTheHash() throws IOException {
    Path file = text(randomText(1000));
    Configs.Builder config = with(Configs.of(file));
    Corpus corpus = prepare(config);
    HoldoutSplit holdout = config.build().holdout();
    Map<HoldoutSplit.Part, List<String>> expected = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      byte[] bytes = bytes(line);
      expected
          .computeIfAbsent(holdout.of(bytes, 0, bytes.length), p -> new ArrayList<>())
          .add(line);
    }
    for (HoldoutSplit.Part part : List.of(HoldoutSplit.Part.VALID, HoldoutSplit.Part.TEST)) {
      assertThat(sentences(corpus, Corpus.directory(part)).stream().map(PrepareTest::plain))
          .containsExactlyElementsOf(expected.get(part));
    }
    assertThat(sentences(corpus, "train")).hasSameSizeAs(expected.get(HoldoutSplit.Part.TRAIN));
    config.seed = 2;
    assertThat(sentences(prepare(config), "test")).isNotEqualTo(sentences(corpus, "test"));
  }

  @Test
  void textWithoutATrainingSentenceIsRefused() throws IOException {
    Path empty = text("");
    assertRefused(Configs.of(empty), empty.toString(), "empty (0 bytes)", "give a file");
    Path blank = text("\n\n");
    Configs.Builder config = Configs.of(blank);
    config.skipEmptyLines = true;
    assertRefused(config, blank.toString(), "no training sentence in 2 lines");
    Path packed = TextFiles.write(root.resolve("empty.gz"), TextFiles.gzip(new byte[0]));
    assertRefused(Configs.of(packed), packed.toString(), "no training sentence in 0 lines");
  }

  @Test
  void anEmptyFileBesideOthersDoesNoHarm() throws IOException {
    Corpus corpus = prepare(Configs.of(text(""), text("a\n")));
    assertThat(sentences(corpus, "train")).containsExactly("a");
  }

  @Test
  void textForEvaluationIsReadLikeTheCorpusButStrictly() throws IOException {
    Configs.Builder config = Configs.of(text("a b\n"));
    config.quarantine = true;
    Corpus corpus = prepare(config);
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    TextSplit good = TextFiles.whole(text("b x\n\na"));
    EncodedText text = EncodedText.of(cluster.hadoop(), good, corpus.config(), vocabulary);
    assertThat(text.ids()).containsExactly(4, 0, 2, 2, 3, 2);
    assertThat(text.forms().get(1)).isEqualTo(bytes("x"));

    Path bad = text("a\n<s>\n");
    TextSplit split = TextFiles.whole(bad);
    assertThatThrownBy(() -> EncodedText.of(cluster.hadoop(), split, corpus.config(), vocabulary))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(bad + ":2:")
        .hasMessageNotContaining("--on-bad-line");
  }

  private static Configs.Builder with(Configs.Builder config) {
    config.holdoutValid = 0.1;
    config.holdoutTest = 0.2;
    config.minCount = 2;
    config.maxVocab = 60;
    return config;
  }

  private static List<RoleSplit> pieces(Path file, long targetBytes) {
    return TextSplit.plan(List.of(TextFiles.input(file)), targetBytes).stream()
        .map(split -> new RoleSplit(HoldoutSplit.Part.TRAIN, split))
        .toList();
  }

  private Path text(String content) {
    return TextFiles.write(root.resolve("text-%03d.txt".formatted(outputs++)), content);
  }

  private OutputDirectory output() {
    return OutputDirectory.create(
        cluster.hadoop(), root.resolve("corpus-" + outputs++).toString(), false);
  }

  private Corpus prepare(Configs.Builder config) {
    try (OutputDirectory output = output()) {
      Published published = new Prepare(cluster, config.build()).run(output);
      return Corpus.open(cluster.hadoop(), published.path());
    }
  }

  private void assertRefused(Configs.Builder config, String... parts) {
    assertThatThrownBy(() -> prepare(config))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts);
  }

  private static void assertSame(Corpus actual, Corpus expected) {
    assertThat(words(actual)).isEqualTo(words(expected));
    for (String split : List.of("train", "valid", "test")) {
      assertThat(sentences(actual, split)).isEqualTo(sentences(expected, split));
    }
  }

  private static List<String> words(Corpus corpus) {
    return words(corpus.vocabulary(cluster.hadoop()));
  }

  /** {@code word:count} in the order of the ids. */
  private static List<String> words(Vocabulary v) {
    return IntStream.range(0, v.size()).mapToObj(id -> v.word(id) + ":" + v.count(id)).toList();
  }

  /** Sentences of a split; of an unknown word the form stands behind it where it is kept. */
  private static List<String> sentences(Corpus corpus, String split) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    List<String> sentences = new ArrayList<>();
    List<String> sentence = new ArrayList<>();
    for (PublishedFile file : corpus.files(split)) {
      try (TokenFile.Reader reader =
          new TokenFile.Reader(
              cluster.hadoop(),
              corpus.directory().at(file),
              file,
              !split.equals("train"),
              vocabulary.size())) {
        while (reader.next()) {
          if (reader.id() == Vocabulary.EOS) {
            sentences.add(String.join(" ", sentence));
            sentence.clear();
          } else {
            String form =
                reader.form() == null ? "" : new String(reader.form(), StandardCharsets.UTF_8);
            String word = vocabulary.word(reader.id());
            sentence.add(form.isEmpty() || form.equals(word) ? word : word + "(" + form + ")");
          }
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(sentence).isEmpty();
    return sentences;
  }

  /** The sentence as it was written, where the forms of unknown words are kept. */
  private static String plain(String sentence) {
    return sentence.replaceAll("<unk>\\(([^)]*)\\)", "$1");
  }

  private static List<Map<String, Object>> samples(Corpus corpus) throws IOException {
    List<PublishedFile> files = corpus.files("quarantine");
    assertThat(files).extracting(PublishedFile::path).containsExactly("quarantine/samples.jsonl");
    String text = corpus.directory().text(cluster.hadoop(), files.get(0));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      JsonNode json = Json.MAPPER.readTree(line);
      Map<String, Object> row = new LinkedHashMap<>();
      json.fields()
          .forEachRemaining(
              e ->
                  row.put(
                      e.getKey(),
                      e.getValue().isNumber() ? e.getValue().asLong() : e.getValue().asText()));
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> row(
      Path file, long line, String reason, long bytes, String sample) {
    return Map.of(
        "file", "file:" + file, "line", line, "reason", reason, "bytes", bytes, "sample", sample);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Lines of 0 to 12 words, words by a law like Zipf's. */
  private static String randomText(int lines) {
    Random random = new Random(lines);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      int words = random.nextInt(13);
      for (int w = 0; w < words; w++) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(300));
        text.append(w == 0 ? "" : " ").append("w\u00e9".repeat(rank % 3)).append(rank);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
