package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.OutputDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text to corpus: words by their frequency, nothing dependent on how the text is cut. */
class PrepareTest extends PrepareFixture {
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
    Vocabulary expected = VocabularyPass.run(cluster, config, whole, null);
    Vocabulary vocabulary = VocabularyPass.run(cluster, config, cut, null);
    assertThat(words(vocabulary)).isEqualTo(words(expected));

    long sentences = 0;
    long tokens = 0;
    long lines = 0;
    try (OutputDirectory output = output()) {
      for (EncodePass.Result result :
          EncodePass.run(cluster, config, cut, vocabulary, null, output.staging())) {
        lines += result.lines.lines;
        for (SplitStats tally : result.splits.values()) {
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
                        cluster,
                        config,
                        List.of(split),
                        Configs.vocabulary(),
                        null,
                        output.staging()))
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
  void textForEvaluationIsReadLikeTheCorpusButStrictly() throws IOException {
    Configs.Builder config = Configs.of(text("a b\n"));
    config.quarantine = true;
    Corpus corpus = prepare(config);
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    TextSplit good = TextFiles.whole(text("b x\n\na"));
    EncodedText text = EncodedText.of(cluster.hadoop(), good, corpus.text(), vocabulary);
    assertThat(text.ids()).containsExactly(4, 0, 2, 2, 3, 2);
    assertThat(text.forms().get(1)).isEqualTo(bytes("x"));

    Path bad = text("a\n<s>\n");
    TextSplit split = TextFiles.whole(bad);
    assertThatThrownBy(() -> EncodedText.of(cluster.hadoop(), split, corpus.text(), vocabulary))
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

  /** The sentence as it was written, where the forms of unknown words are kept. */
  private static String plain(String sentence) {
    return sentence.replaceAll("<unk>\\(([^)]*)\\)", "$1");
  }
}
