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
   * @param low lower end of the 95% percentile interval of the difference; of cross entropies this
   *     is ln(perplexity of a / perplexity of b)
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
    return sentences < 2 ? null : difference(crossEntropies[a], crossEntropies[b]);
  }

  /**
   * Compares any figure of two models, a and b, over the same replicates.
   *
   * @param a the figure of a, {@code [replicates]}
   * @param b the figure of b, {@code [replicates]}
   * @return the difference a − b; null if a figure is not finite
   */
  public static Difference difference(double[] a, double[] b) {
    double[] d = new double[a.length];
    int notAbove = 0;
    int notBelow = 0;
    for (int r = 0; r < d.length; r++) {
      d[r] = a[r] - b[r];
      notAbove += d[r] <= 0 ? 1 : 0;
      notBelow += d[r] >= 0 ? 1 : 0;
    }
    double[] ends = interval95(d);
    if (ends == null) {
      return null;
    }
    double p = Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (d.length + 1));
    return new Difference(ends[0], ends[1], p);
  }

  /**
   * Returns the ends of the 95% percentile interval of a figure.
   *
   * @param values the figure, {@code [replicates]}
   * @return lower and upper end; null if a value is not finite
   */
  public static double[] interval95(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    boolean finite = Double.isFinite(sorted[0]) && Double.isFinite(sorted[sorted.length - 1]);
    return finite ? new double[] {quantile(sorted, 0.025), quantile(sorted, 0.975)} : null;
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int i = (int) at;
    return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
  }
}
