package org.corpuslm.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Tokenizer;
import org.corpuslm.corpus.Tokenizers;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.Pipeline.Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** WordNet's glosses: every golden figure, on any machine. */
class GoldenWordNetTest {
  private static final int MAX_FREQUENT = 10_000;

  private static Pipeline pipeline;
  private static Text text;
  private static String corpus;

  @BeforeAll
  static void prepare() {
    pipeline = new Pipeline();
    text = WordNetGlosses.split();
    corpus = pipeline.corpus(text.inFiles(2, 2), "words", true);
  }

  @AfterAll
  static void remove() {
    pipeline.close();
  }

  @Test
  void theTextIsTheGoldenOne() {
    Corpus opened = Corpus.open(Pipeline.conf(), corpus);
    assertThat(opened.facts().lines()).isEqualTo(117_791);
    assertThat(opened.facts().split("train").tokens()).isEqualTo(1_537_112);
    assertThat(opened.facts().split("valid").tokens()).isEqualTo(85_240);
    assertThat(opened.facts().split("test").tokens()).isEqualTo(85_623);
  }

  @Test
  void kneserNeyAgrees() {
    List<GoldenFigures.Row> rows = GoldenFigures.of("wordnet");
    assertThat(rows).hasSize(12);
    GoldenFigures.assertAgreement(pipeline, corpus, rows);
  }

  /** Words beyond the 10,000 most frequent ones become {@code _UNK_}, a word like any other. */
  @Test
  void kneserNeyAgreesWithRareWordsReplacedByAnOrdinaryOne() {
    Vocabulary vocabulary = Corpus.open(Pipeline.conf(), corpus).vocabulary(Pipeline.conf());
    Set<String> frequent = new HashSet<>();
    for (int id = Vocabulary.EOS + 1; id <= Vocabulary.EOS + MAX_FREQUENT; id++) {
      frequent.add(vocabulary.word(id));
    }
    Tokenizer tokenizer = Tokenizers.of("words", true);
    UnaryOperator<String> replace =
        line ->
            GoldenFigures.words(
                Tokenizers.split(tokenizer, line).stream()
                    .map(word -> frequent.contains(word) ? word : "_UNK_"));
    String renamed = pipeline.corpus(GoldenFigures.map(text, replace));
    GoldenFigures.assertAgreement(pipeline, renamed, GoldenFigures.of("wordnet-10k-renamed"));
  }
}
