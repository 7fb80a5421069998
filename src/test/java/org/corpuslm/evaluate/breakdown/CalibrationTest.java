package org.corpuslm.evaluate.breakdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.runtime.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Unknown words and calibration against the obvious account of the text and the slow models. */
class CalibrationTest {
  private static BreakdownFixture fixture;
  private static Evaluation evaluation;

  @BeforeAll
  static void evaluate() {
    fixture = new BreakdownFixture();
    evaluation = fixture.evaluation();
  }

  @AfterAll
  static void remove() {
    fixture.close();
  }

  @Test
  void unknownWordsAreCounted() {
    Map<String, Long> trained = fixture.trained();
    Map<String, Long> expected = new HashMap<>();
    fixture
        .test()
        .forEach(
            s ->
                s.stream()
                    .filter(w -> !trained.containsKey(w))
                    .forEach(w -> expected.merge(w, 1L, Long::sum)));
    OovWords oov = evaluation.oov();
    assertThat(oov.types()).isEqualTo(expected.size()).isGreaterThan(100);
    assertThat(oov.literal()).isZero();
    Map<String, Long> computed = new HashMap<>();
    oov.words().forEach(w -> computed.put(w.word(), w.count()));
    assertThat(computed).isEqualTo(expected).containsKey("gryphons");
    assertThat(oov.words())
        .isSortedAccordingTo(
            Comparator.comparingLong(OovWords.Word::count)
                .reversed()
                .thenComparing(OovWords.Word::word));
    assertThat(fixture.inOnePiece().oov()).isEqualTo(oov);
  }

  @Test
  void calibrationLooksAtWholeDistributions() {
    List<List<String>> test = fixture.test();
    Map<String, Long> trained = fixture.trained();
    SlowNgrams slow = fixture.slow();
    SlowNgrams.Model model = BreakdownFixture.RECIPES.get(0).slow(slow);
    double rate = 0.1; // a short text: a tenth of the positions
    List<String> words = new ArrayList<>(slow.vocabulary());
    if (!words.contains(SlowNgrams.END)) {
      words.add(SlowNgrams.END);
    }
    if (!words.contains(SlowNgrams.UNKNOWN)) {
      words.add(SlowNgrams.UNKNOWN);
    }
    words.remove(SlowNgrams.BEGIN);
    int files = BreakdownFixture.FILES;
    double[] expected = new double[Calibration.EDGES.length];
    long[] observed = new long[Calibration.EDGES.length];
    long hits = 0;
    long positions = 0;
    for (int f = 0; f < files; f++) {
      int from = f * test.size() / files;
      for (int s = from; s < (f + 1) * test.size() / files; s++) {
        List<String> sentence = new ArrayList<>(List.of(SlowNgrams.BEGIN));
        sentence.addAll(test.get(s));
        sentence.add(SlowNgrams.END);
        for (int i = 1; i < sentence.size(); i++) {
          if (Hash.unit(Hash.of(1, f, s - from, i - 1)) < rate) {
            List<String> history = sentence.subList(0, i);
            String actual =
                trained.containsKey(sentence.get(i)) || i == sentence.size() - 1
                    ? sentence.get(i)
                    : SlowNgrams.UNKNOWN;
            double most = 0;
            for (String w : words) {
              double p = model.p(history, w);
              expected[range(p)] += p;
              most = Math.max(most, p);
            }
            double p = model.p(history, actual);
            observed[range(p)]++;
            hits += p > most * (1 - 1e-9) ? 1 : 0;
            positions++;
          }
        }
      }
    }
    Calibration computed = evaluation.models().get(0).breakdown().calibration();
    assertThat(computed.positions()).isEqualTo(positions).isGreaterThan(100);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(computed.expected(i)).isCloseTo(expected[i], within(1e-6 * positions));
      assertThat(computed.observed(i)).isEqualTo(observed[i]);
      sum += computed.expected(i);
    }
    assertThat(sum)
        .as("probabilities sum to one")
        .isCloseTo((double) positions, within(1e-6 * positions));
    assertThat(computed.accuracy() * positions).isCloseTo((double) hits, within(1e-6));
    assertThat(computed.error()).isBetween(0.0, 1.0);
    assertThat(evaluation.models().get(2).breakdown().calibration()).as("scores").isNull();
    assertThat(fixture.inOnePiece().models().get(0).breakdown().calibration())
        .as("sharded")
        .isNull();
  }

  private static int range(double p) {
    int i = 0;
    while (i < Calibration.EDGES.length - 1 && p > Calibration.EDGES[i] * (1 + 1e-9)) {
      i++;
    }
    return i;
  }
}
