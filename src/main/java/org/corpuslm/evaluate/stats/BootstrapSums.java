package org.corpuslm.evaluate.stats;

import java.io.Serializable;
import java.util.Arrays;
import org.corpuslm.runtime.Hash;

/**
 * Sums over bootstrap replicates of the sentences of one or more partitions. A sentence occurs k
 * times in a replicate, where k is drawn from Poisson(1) by a hash of seed, partition and sentence
 * (the bootstrap for distributed data of Chamandy et al. 2012). All models see the same draws.
 */
public final class BootstrapSums implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BITS = 16;
  private static final byte[] POISSON = poisson();

  private final double[][] lnP; // Σ ln p, [model][replicate]
  private final double[][] tokens; // [model][replicate]

  /** Makes empty sums. */
  public BootstrapSums(int models, int replicates) {
    lnP = new double[models][replicates];
    tokens = new double[models][replicates];
  }

  /** Returns the quantiles of Poisson(1), {@code [2^BITS]}. */
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

  /**
   * Draws the number of times that a sentence occurs in each replicate.
   *
   * @param sentence index of the sentence in its partition
   * @param weights receives the numbers, {@code [replicates]}
   */
  public static void weights(long seed, int partition, long sentence, double[] weights) {
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
   * Adds a sentence.
   *
   * @param weights number of times it occurs, {@code [replicates]}
   * @param model index of the model
   * @param sum its Σ ln p of the sentence
   * @param sentenceTokens its number of tokens of the sentence, {@code </s>} included
   */
  public void sentence(double[] weights, int model, double sum, int sentenceTokens) {
    double[] row = lnP[model];
    double[] all = tokens[model];
    for (int b = 0; b < weights.length; b++) {
      all[b] += weights[b] * sentenceTokens;
    }
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

  /** Adds the sums over other sentences. */
  public void add(BootstrapSums other) {
    for (int m = 0; m < lnP.length; m++) {
      for (int b = 0; b < lnP[m].length; b++) {
        tokens[m][b] += other.tokens[m][b];
        lnP[m][b] += other.lnP[m][b];
      }
    }
  }

  /**
   * Returns the nats per token of a model, {@code [replicates]}; NaN for a replicate without
   * sentences.
   */
  double[] crossEntropies(int model) {
    double[] h = means(model);
    Arrays.setAll(h, b -> -h[b]);
    return h;
  }

  /**
   * Returns the sum of a model divided by the number of tokens, {@code [replicates]}; NaN for a
   * replicate without tokens. If the sums are numbers of right labels, this is the accuracy.
   */
  public double[] means(int model) {
    double[] means = new double[tokens[model].length];
    Arrays.setAll(means, b -> lnP[model][b] / tokens[model][b]);
    return means;
  }
}
