package org.corpuslm.evaluate.stats;

import java.util.Arrays;
import java.util.List;

/**
 * Paired bootstrap over sentences (Koehn 2004): differences between models over replicates of the
 * held-out text, each drawn from it sentence by sentence with replacement. All models see the same
 * replicates.
 */
public final class Bootstrap {
  /** Seed of every evaluation, so that the same text gives the same intervals. */
  public static final long SEED = 1;

  private static final int REPLICATES = 1000;
  private static final int FEWER_REPLICATES = 200;

  private final double[][] crossEntropies; // nats per token, [model][replicate]
  private final int replicates;
  private final long sentences;

  /**
   * Adds up the sums of all partitions.
   *
   * @param models number of models in them
   * @param replicates number of replicates in them
   * @param sentences number of sentences in the text
   */
  public Bootstrap(List<BootstrapSums> partitions, int models, int replicates, long sentences) {
    BootstrapSums total = new BootstrapSums(models, replicates);
    partitions.forEach(total::add);
    this.crossEntropies = new double[models][];
    Arrays.setAll(crossEntropies, total::crossEntropies);
    this.replicates = replicates;
    this.sentences = sentences;
  }

  /**
   * Returns a number of replicates that the driver can receive: each takes 16 bytes per partition
   * and model.
   */
  public static int replicates(int partitions) {
    return partitions <= REPLICATES ? REPLICATES : FEWER_REPLICATES;
  }

  /** Returns the number of replicates. */
  public int replicates() {
    return replicates;
  }

  /**
   * The difference between two models, a and b.
   *
   * @param low lower end of the 95% percentile interval of ln(perplexity of a / perplexity of b)
   * @param high upper end of that interval
   * @param pValue two-sided p-value: twice the share of replicates on the other side of 0, at least
   *     2/(replicates + 1)
   */
  public record Difference(double low, double high, double pValue) {}

  /**
   * Compares two models over the same replicates.
   *
   * @param a index of a model
   * @param b index of the model to compare it with
   * @return the difference; null with fewer than two sentences or an infinite perplexity
   */
  public Difference difference(int a, int b) {
    double[] d = new double[replicates];
    int notAbove = 0;
    int notBelow = 0;
    for (int r = 0; r < replicates; r++) {
      d[r] = crossEntropies[a][r] - crossEntropies[b][r];
      notAbove += d[r] <= 0 ? 1 : 0;
      notBelow += d[r] >= 0 ? 1 : 0;
    }
    if (!sorted(d)) {
      return null;
    }
    double p = Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (replicates + 1));
    return new Difference(quantile(d, 0.025), quantile(d, 0.975), p);
  }

  /**
   * Sorts the values, and returns whether all of them are finite and come from at least two
   * sentences.
   */
  private boolean sorted(double[] values) {
    Arrays.sort(values);
    return sentences >= 2
        && Double.isFinite(values[0])
        && Double.isFinite(values[values.length - 1]);
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int i = (int) at;
    return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
  }
}
