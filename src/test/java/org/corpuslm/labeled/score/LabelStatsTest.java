package org.corpuslm.labeled.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.TestLabels;
import org.junit.jupiter.api.Test;

/** Figures by hand. */
class LabelStatsTest {
  private static final Labels LABELS = TestLabels.of("O", "B-X", "I-X");

  private static LabeledSentence gold(String[] forms, int... labels) {
    return new LabeledSentence(new int[forms.length], forms, labels);
  }

  @Test
  void tagsWithUnknownWordsAndSpans() {
    LabelStats stats = new LabelStats(true);
    LabelStats other = new LabelStats(true);
    LabelStats.Sentence first =
        stats.add(
            gold(new String[] {"a", null, null, null}, 1, 2, 0, 1), new int[] {1, 2, 1, 0}, LABELS);
    assertThat(first).isEqualTo(new LabelStats.Sentence(4, 2, 2, 2, 1));
    other.add(gold(new String[] {"b", null}, 0, 0), new int[] {0, 0}, LABELS);
    other.add(gold(new String[] {"c"}, 0), new int[] {3}, LABELS); // a label that the corpus lacks
    stats.add(other);
    assertThat(stats.labels()).isEqualTo(7);
    assertThat(stats.accuracy()).isCloseTo(4 / 7.0, within(1e-12));
    assertThat(stats.unknown()).isEqualTo(3);
    assertThat(stats.unknownAccuracy()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(stats.sentenceAccuracy()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(stats.spanPrecision()).isEqualTo(0.5);
    assertThat(stats.spanRecall()).isEqualTo(0.5);
    assertThat(stats.spanF1()).isEqualTo(0.5);
    // O: 4 true, 3 given, 2 right; B-X: 2, 2, 1; I-X: 1, 1, 1; the other: 0, 1, 0.
    assertThat(stats.macroF1()).isCloseTo((4 / 7.0 + 0.5 + 1 + 0) / 4, within(1e-12));
    assertThat(stats.confusion())
        .contains(new LabelStats.Cell(0, 1, 1), new LabelStats.Cell(0, 3, 1))
        .hasSize(6);
  }

  @Test
  void classes() {
    LabelStats stats = new LabelStats(false);
    stats.add(gold(new String[] {"unknown", "words"}, 1), new int[] {1}, LABELS);
    stats.add(gold(new String[] {"x"}, 2), new int[] {1}, LABELS);
    assertThat(stats.accuracy()).isEqualTo(0.5);
    assertThat(stats.macroF1()).isCloseTo((2 / 3.0 + 0) / 2, within(1e-12));
  }
}
