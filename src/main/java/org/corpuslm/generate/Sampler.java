package org.corpuslm.generate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.corpuslm.corpus.Vocabulary;

/** Draws words from a distribution after temperature, top-k and top-p, applied in this order. */
final class Sampler {
  private static final double ROUNDING = 1e-12;

  private final GenerateConfig config;
  private final SplittableRandom random;

  Sampler(GenerateConfig config) {
    this.config = config;
    // Not Random: its first draws are almost the same for neighboring seeds.
    this.random = new SplittableRandom(config.seed());
  }

  /**
   * Draws one word.
   *
   * @param lnP ln of p or of a score, {@code [vocabulary]}
   * @return id of the word; −1 if no word has a positive probability
   */
  int draw(double[] lnP) {
    double[] values = lnP.clone();
    values[Vocabulary.BOS] = Double.NEGATIVE_INFINITY;
    if (!config.unknown()) {
      values[Vocabulary.UNK] = Double.NEGATIVE_INFINITY;
    }
    int k = config.temperature() == 0 ? 1 : config.topK() == 0 ? values.length : config.topK();
    // Without top-k and top-p no order is needed: draw in the order of the ids.
    int[] ids = k < values.length || config.topP() < 1 ? Ranked.best(values, k) : finite(values);
    if (ids.length == 0) {
      return -1;
    }
    double[] weights = weights(values, ids);
    double total = Arrays.stream(weights).sum();
    int kept = config.topP() < 1 ? nucleus(weights, config.topP() * total) : ids.length;
    double keptTotal = Arrays.stream(weights, 0, kept).sum();
    double left = random.nextDouble() * keptTotal;
    for (int i = 0; i < kept; i++) {
      left -= weights[i];
      if (left < 0) {
        return ids[i];
      }
    }
    return ids[kept - 1];
  }

  private static int[] finite(double[] values) {
    return java.util.stream.IntStream.range(0, values.length)
        .filter(i -> values[i] != Double.NEGATIVE_INFINITY)
        .toArray();
  }

  private double[] weights(double[] values, int[] ids) {
    double best = Arrays.stream(ids).mapToDouble(i -> values[i]).max().orElseThrow();
    double temperature = config.temperature() == 0 ? 1 : config.temperature();
    return Arrays.stream(ids)
        .mapToDouble(i -> Math.exp((values[i] - best) / temperature))
        .toArray();
  }

  /**
   * Returns the smallest number of leading weights whose sum reaches a mass, except for rounding.
   */
  private static int nucleus(double[] weights, double mass) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (sum >= mass * (1 - ROUNDING)) {
        return i + 1;
      }
    }
    return weights.length;
  }
}
