package org.corpuslm.labeled.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.TestLabels;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.TestVocabulary;
import org.junit.jupiter.api.Test;

/** Probabilities of classes equal figures made by hand, and sum to one. */
class ClassNgramsTest {
  private static final Vocabulary VOCABULARY = TestVocabulary.of("good", "bad", "film");
  private static final int GOOD = 3;
  private static final int BAD = 4;
  private static final int FILM = 5;

  /** Two training sentences of the first class, one of the second. */
  private static final Labels LABELS = TestLabels.of("plus", "minus");

  private static CountTrie train(int order) {
    CountTrie counts = new CountTrie(2, order);
    add(counts, 0, GOOD, FILM);
    add(counts, 0, GOOD);
    add(counts, 1, BAD, FILM);
    return counts;
  }

  private static void add(CountTrie counts, int label, int... words) {
    int order = counts.order();
    int[] padded = ClassNgrams.padded(words, order);
    for (int i = order - 1; i < padded.length; i++) {
      counts.add(label, Arrays.copyOfRange(padded, i - order + 1, i + 1), order, 1);
    }
  }

  private static LabeledSentence sentence(int... words) {
    return new LabeledSentence(words, new String[words.length], new int[0]);
  }

  @Test
  void naiveBayesByHand() {
    ClassNgrams model = new ClassNgrams(train(1), LABELS, VOCABULARY, 0.5);
    // V = 5: unk, </s>, good, bad, film.
    double plus = 2.0 / 3 * (2 + 0.5) / (3 + 2.5) * (1 + 0.5) / (3 + 2.5);
    double minus = 1.0 / 3 * 0.5 / (2 + 2.5) * (1 + 0.5) / (2 + 2.5);
    double[] lnP = model.lnPosterior(sentence(GOOD, FILM));
    assertThat(Math.exp(lnP[0])).isCloseTo(plus / (plus + minus), within(1e-12));
    assertThat(Math.exp(lnP[1])).isCloseTo(minus / (plus + minus), within(1e-12));
    assertThat(model.labels(sentence(BAD))).containsExactly(1);
    assertThat(model.labels(sentence())).as("the prior alone").containsExactly(0);
  }

  @Test
  void wittenBellByHand() {
    ClassNgrams model = new ClassNgrams(train(2), LABELS, VOCABULARY, 0);
    int[] padded = ClassNgrams.padded(new int[] {GOOD, FILM}, 2);
    assertThat(padded).containsExactly(Vocabulary.BOS, GOOD, FILM, Vocabulary.EOS);
    // Class 0 has good 2, film 1, </s> 2; 3 types in 5 tokens. "good" is followed by film, </s>.
    double film = (1 + 3 * 0.2) / (5 + 3);
    assertThat(model.probability(0, padded, 2)).isCloseTo((1 + 2 * film) / (2 + 2), within(1e-12));
    // Class 1 never has "good": its unigram.
    assertThat(model.probability(1, padded, 2)).isCloseTo((1 + 3 * 0.2) / (3 + 3), within(1e-12));
  }

  @Test
  void everyContextSumsToOne() {
    for (int order = 1; order <= 3; order++) {
      ClassNgrams model = new ClassNgrams(train(order), LABELS, VOCABULARY, order == 1 ? 0.3 : 0);
      for (int label = 0; label < 2; label++) {
        for (int before : new int[] {Vocabulary.BOS, GOOD, BAD, FILM, Vocabulary.UNK}) {
          int[] padded = {Vocabulary.BOS, before, 0};
          double sum = 0;
          for (int word = 0; word < VOCABULARY.size(); word++) {
            padded[2] = word;
            sum += word == Vocabulary.BOS ? 0 : model.probability(label, padded, 2);
          }
          assertThat(sum).isCloseTo(1, within(1e-12));
        }
      }
    }
  }
}
