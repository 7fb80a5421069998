package org.corpuslm.evaluate;

import java.io.Serializable;

/**
 * Whether probabilities are what they say, over a sample of positions with the whole distribution
 * of the next word at each. Two accounts: of every word, by its p (of all words that are given p ≈
 * 0.1, every tenth should come), and of the likeliest word alone, by its p ("confidence"; Guo et
 * al. 2017).
 */
public final class Calibration implements Serializable {
  private static final long serialVersionUID = 1;

  /** Where the ranges of p end; each begins behind the one before. */
  public static final double[] EDGES = {
    1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  /** Ranges of the likeliest word's p, all as wide. */
  public static final int CONFIDENCES = 10;

  private final CompensatedSum[] expected = sums(EDGES.length);
  private final long[] observed = new long[EDGES.length];
  private final CompensatedSum[] confidence = sums(CONFIDENCES);
  private final long[] likeliest = new long[CONFIDENCES];
  private final long[] hits = new long[CONFIDENCES];
  private long positions;

  private static CompensatedSum[] sums(int n) {
    CompensatedSum[] sums = new CompensatedSum[n];
    for (int i = 0; i < n; i++) {
      sums[i] = new CompensatedSum();
    }
    return sums;
  }

  /** Takes one position: ln p by word, and the word that came. */
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
    double most = Math.exp(lnP[top]);
    int bin = Math.min(CONFIDENCES - 1, (int) (most * CONFIDENCES));
    confidence[bin].add(most);
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

  /** Positions that were looked at. */
  public long positions() {
    return positions;
  }

  /** Σ p of all words of a range of p: how many of them should have come. */
  public double expected(int range) {
    return expected[range].value();
  }

  /** How many of them came. */
  public long observed(int range) {
    return observed[range];
  }

  /** Positions whose likeliest word has its p in a range. */
  public long likeliest(int range) {
    return likeliest[range];
  }

  /** Mean p of those words; NaN if there are none. */
  public double confidence(int range) {
    return confidence[range].value() / likeliest[range];
  }

  /** Share of those words that came; NaN if there are none. */
  public double accuracy(int range) {
    return (double) hits[range] / likeliest[range];
  }

  /** Share of all positions whose likeliest word came. */
  public double accuracy() {
    long sum = 0;
    for (long h : hits) {
      sum += h;
    }
    return (double) sum / positions;
  }

  /** Expected calibration error: mean |accuracy − confidence| over the positions, by range. */
  public double error() {
    double sum = 0;
    for (int i = 0; i < CONFIDENCES; i++) {
      sum += Math.abs(hits[i] - confidence[i].value());
    }
    return sum / positions;
  }
}
