package org.corpuslm.model.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The distribution of a cache is that of its definition, summed up over a plain list of words. */
class WordCacheTest {
  private static final int WORDS = 7;

  @ParameterizedTest
  @CsvSource({"1, 0, 0.5", "4, 0, 0.1", "50, 0, 0", "1, 3, 1", "5, 6, 0.3", "50, 9, 2"})
  void isTheDistributionOfItsDefinition(int window, int stateSize, double theta) {
    Random random = new Random(window + stateSize);
    WordCache cache = new WordCache(window, stateSize);
    List<Integer> words = new ArrayList<>();
    List<float[]> states = new ArrayList<>();
    for (int t = 0; t < 30; t++) {
      float[] state = new float[stateSize];
      for (int k = 0; k < stateSize; k++) {
        state[k] = random.nextFloat() * 2 - 1;
      }
      cache.compare(state, 0);
      double[] p = new double[WORDS];
      cache.addTo(p, theta, 1);
      double sum = 0;
      for (int w = 0; w < WORDS; w++) {
        double expected = p(words, states, state, w, window, theta);
        assertThat(cache.probability(w, theta)).isCloseTo(expected, within(1e-6));
        assertThat(p[w]).isCloseTo(expected, within(1e-6));
        sum += p[w];
      }
      assertThat(sum).isCloseTo(t == 0 ? 0 : 1, within(1e-12));
      int word = random.nextInt(WORDS);
      cache.add(word, state, 0);
      words.add(word);
      states.add(state);
    }
    cache.clear();
    assertThat(cache.isEmpty()).isTrue();
    assertThat(cache.probability(1, theta)).isZero();
  }

  private static double p(
      List<Integer> words, List<float[]> states, float[] h, int w, int window, double theta) {
    double of = 0;
    double sum = 0;
    for (int i = Math.max(0, words.size() - window); i < words.size(); i++) {
      double similarity = h.length == 0 ? -(words.size() - 1 - i) : 0;
      for (int k = 0; k < h.length; k++) {
        similarity += (double) states.get(i)[k] * h[k];
      }
      double e = Math.exp(theta * similarity);
      sum += e;
      of += words.get(i) == w ? e : 0;
    }
    return sum == 0 ? 0 : of / sum;
  }
}
