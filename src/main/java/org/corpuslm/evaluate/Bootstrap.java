package org.corpuslm.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * Paired differences of models over replicates of the held-out text, drawn by sentences: what
 * chance would have made of them.
 */
public final class Bootstrap {
  /** Of every evaluation: the same text gives the same intervals. */
  public static final long SEED = 1;

  private static final int REPLICATES = 1000;
  private static final int FEWER = 200;

  private final double[][] crossEntropies; // by model, then replicate
  private final int replicates;
  private final long sentences;

  Bootstrap(List<BootstrapSums> partitions, int models, int replicates, long sentences) {
    BootstrapSums total = new BootstrapSums(models, replicates);
    partitions.forEach(total::add);
    this.crossEntropies = new double[models][];
    Arrays.setAll(crossEntropies, total::crossEntropies);
    this.replicates = replicates;
    this.sentences = sentences;
  }

  /** The driver receives so many sums of every partition, 8 bytes each and model. */
  static int replicates(int partitions) {
    return partitions <= REPLICATES ? REPLICATES : FEWER;
  }

  public int replicates() {
    return replicates;
  }

  /**
   * How two models differ.
   *
   * @param low where the middle 95 of 100 replicates of ln(perplexity of a / of b) begin
   * @param high and end
   * @param pValue two-sided: twice the share of replicates on the other side of 0, at least
   *     2/(replicates + 1)
   */
  public record Difference(double low, double high, double pValue) {}

  /** The models a and b on the same replicates; null where it has no meaning. */
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

  /** Sorts; whether all are numbers and there was something to draw from. */
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
