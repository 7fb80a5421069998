package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.Arrays;
import org.corpuslm.runtime.Hash;

/**
 * Sums over texts that are drawn from the held-out one, sentence by sentence with replacement: in
 * every replicate a sentence comes k times, k drawn from Poisson(1) by a hash of seed, partition
 * and sentence (the bootstrap for data that is spread; Chamandy et al. 2012). All models see the
 * same draws.
 */
final class BootstrapSums implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BITS = 16;
  private static final byte[] POISSON = poisson();

  private final double[][] lnP; // by model, then replicate
  private final double[] tokens;

  BootstrapSums(int models, int replicates) {
    lnP = new double[models][replicates];
    tokens = new double[replicates];
  }

  /** Values of Poisson(1) by their quantile. */
  private static byte[] poisson() {
    byte[] values = new byte[1 << BITS];
    double below = Math.exp(-1);
    double p = below;
    byte k = 0;
    for (int i = 0; i < values.length; i++) {
      while ((i + 0.5) / values.length > below) {
        k++;
        p /= k;
        below += p;
      }
      values[i] = k;
    }
    return values;
  }

  /** How often a sentence comes in each replicate. */
  static void weights(long seed, int partition, long sentence, double[] weights) {
    long state = Hash.of(seed, partition, sentence);
    long bits = 0;
    for (int b = 0; b < weights.length; b++) {
      if (b % (Long.SIZE / BITS) == 0) {
        state = Hash.next(state);
        bits = Hash.mix(state);
      }
      weights[b] = POISSON[(int) (bits & ((1 << BITS) - 1))];
      bits >>>= BITS;
    }
  }

  /**
   * Takes a sentence.
   *
   * @param sums Σ ln p by model
   */
  void sentence(double[] weights, double[] sums, int sentenceTokens) {
    for (int b = 0; b < weights.length; b++) {
      tokens[b] += weights[b] * sentenceTokens;
    }
    for (int m = 0; m < sums.length; m++) {
      double[] row = lnP[m];
      double sum = sums[m];
      if (Double.isInfinite(sum)) {
        for (int b = 0; b < weights.length; b++) {
          row[b] = weights[b] > 0 ? sum : row[b];
        }
      } else {
        for (int b = 0; b < weights.length; b++) {
          row[b] += weights[b] * sum;
        }
      }
    }
  }

  void add(BootstrapSums other) {
    for (int b = 0; b < tokens.length; b++) {
      tokens[b] += other.tokens[b];
      for (int m = 0; m < lnP.length; m++) {
        lnP[m][b] += other.lnP[m][b];
      }
    }
  }

  /** Nats per token of a model in every replicate, NaN in one without sentences. */
  double[] crossEntropies(int model) {
    double[] h = new double[tokens.length];
    Arrays.setAll(h, b -> -lnP[model][b] / tokens[b]);
    return h;
  }
}
