package org.corpuslm.evaluate.breakdown;

import java.io.Serializable;
import org.corpuslm.evaluate.stats.CompensatedSum;

/**
 * Calibration of next-word distributions over a sample of positions: compares predicted
 * probabilities with observed frequencies. All words are grouped by their p: of the words with p ≈
 * 0.1, one in ten should occur. The likeliest words are also grouped by their p, the confidence
 * (Guo et al. 2017).
 */
public final class Calibration implements Serializable {
  private static final long serialVersionUID = 1;

  /** Upper ends, inclusive, of the ranges of p for all words. */
  public static final double[] EDGES = {
    1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  /** Number of ranges, equally wide, of the p of the likeliest word. */
  public static final int CONFIDENCES = 10;

  private final CompensatedSum[] expected = CompensatedSum.row(EDGES.length);
  private final long[] observed = new long[EDGES.length];
  private final CompensatedSum[] confidence = CompensatedSum.row(CONFIDENCES);
  private final long[] likeliest = new long[CONFIDENCES];
  private final long[] hits = new long[CONFIDENCES];
  private long positions;

  /**
   * Adds a position.
   *
   * @param lnP ln p of each next word, {@code [vocabulary]}
   * @param actual id of the word that occurs in the text
   */
  void add(double[] lnP, int actual) {
    double[] mass = new double[EDGES.length];
    int top = 0;
    for (int w = 0; w < lnP.length; w++) {
      double p = Math.exp(lnP[w]);
      mass[range(p)] += p;
      top = lnP[w] > lnP[top] ? w : top;
    }
    for (int i = 0; i < mass.length; i++) {
      expected[i].add(mass[i]);
    }
    observed[range(Math.exp(lnP[actual]))]++;
    double max = Math.exp(lnP[top]);
    int bin = Math.min(CONFIDENCES - 1, (int) (max * CONFIDENCES));
    confidence[bin].add(max);
    likeliest[bin]++;
    hits[bin] += top == actual ? 1 : 0;
    positions++;
  }

  private static int range(double p) {
    int i = 0;
    while (i < EDGES.length - 1 && p > EDGES[i]) {
      i++;
    }
    return i;
  }

  void add(Calibration other) {
    for (int i = 0; i < EDGES.length; i++) {
      expected[i].add(other.expected[i]);
      observed[i] += other.observed[i];
    }
    for (int i = 0; i < CONFIDENCES; i++) {
      confidence[i].add(other.confidence[i]);
      likeliest[i] += other.likeliest[i];
      hits[i] += other.hits[i];
    }
    positions += other.positions;
  }

  /** Returns the number of positions in the sample. */
  public long positions() {
    return positions;
  }

  /** Returns Σ p of all words in a range of {@link #EDGES}: the expected number of occurrences. */
  public double expected(int range) {
    return expected[range].value();
  }

  /** Returns the number of words in a range of {@link #EDGES} that occurred. */
  public long observed(int range) {
    return observed[range];
  }

  /** Returns the number of positions whose likeliest word has its p in a range of confidence. */
  public long likeliest(int range) {
    return likeliest[range];
  }

  /** Returns the mean p of the likeliest words in a range of confidence; NaN if there are none. */
  public double confidence(int range) {
    return confidence[range].value() / likeliest[range];
  }

  /**
   * Returns the share of the likeliest words in a range of confidence that occurred; NaN if there
   * are none.
   */
  public double accuracy(int range) {
    return (double) hits[range] / likeliest[range];
  }

  /** Returns the top-1 accuracy: the share of positions where the likeliest word occurred. */
  public double accuracy() {
    long sum = 0;
    for (long h : hits) {
      sum += h;
    }
    return (double) sum / positions;
  }

  /**
   * Returns the expected calibration error: the mean over all positions of |accuracy − confidence|
   * of the range that the position is in.
   */
  public double error() {
    double sum = 0;
    for (int i = 0; i < CONFIDENCES; i++) {
      sum += Math.abs(hits[i] - confidence[i].value());
    }
    return sum / positions;
  }
}
