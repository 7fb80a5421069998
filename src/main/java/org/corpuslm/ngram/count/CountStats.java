package org.corpuslm.ngram.count;

import java.io.Serializable;
import java.util.Arrays;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;

/**
 * Sums over the n-grams of some tables, by order. Memory: about 1.2 kB per order, whatever the
 * tables.
 */
final class CountStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] ngrams; // [order]
  private final long[] totals; // [order]: sum of raw counts
  private final long[][] adjustedCounts; // [order][adjusted count]: number of n-grams
  private final long[][] rawCounts; // [order][raw count]: number of n-grams
  private final Log2Histogram[] octaves;

  CountStats(int order) {
    ngrams = new long[order + 1];
    totals = new long[order + 1];
    adjustedCounts = new long[order + 1][OrderFacts.MAX_COUNT + 1];
    rawCounts = new long[order + 1][OrderFacts.MAX_COUNT + 1];
    octaves = new Log2Histogram[order + 1];
    Arrays.setAll(octaves, k -> new Log2Histogram());
  }

  /**
   * Adds an n-gram of order {@code k}.
   *
   * @param count raw count
   * @param adjusted adjusted count
   */
  void add(int k, long count, long adjusted) {
    ngrams[k]++;
    totals[k] += count;
    octaves[k].add(count);
    addTo(adjustedCounts[k], adjusted);
    addTo(rawCounts[k], count);
  }

  private static void addTo(long[] countsOfCounts, long count) {
    if (count > 0 && count <= OrderFacts.MAX_COUNT) {
      countsOfCounts[(int) count]++;
    }
  }

  /** Adds the sums of other tables. */
  void add(CountStats other) {
    for (int k = 0; k < ngrams.length; k++) {
      ngrams[k] += other.ngrams[k];
      totals[k] += other.totals[k];
      octaves[k].add(other.octaves[k]);
      for (int j = 1; j <= OrderFacts.MAX_COUNT; j++) {
        adjustedCounts[k][j] += other.adjustedCounts[k][j];
        rawCounts[k][j] += other.rawCounts[k][j];
      }
    }
  }

  /** Returns the figures of order {@code k}. */
  OrderFacts facts(int k) {
    return new OrderFacts(
        ngrams[k],
        totals[k],
        adjustedCounts[k],
        rawCounts[k],
        octaves[k].ngrams(),
        octaves[k].totals());
  }

  /**
   * N-grams by powers of 2 of their raw counts: how many have counts 2^i … 2^(i+1)−1, and the sum
   * of their counts.
   */
  private static final class Log2Histogram implements Serializable {
    private static final long serialVersionUID = 1;

    private final long[] ngrams = new long[Long.SIZE - 1];
    private final long[] totals = new long[Long.SIZE - 1];

    void add(long count) {
      if (count > 0) {
        int i = OrderFacts.octave(count);
        ngrams[i]++;
        totals[i] += count;
      }
    }

    void add(Log2Histogram other) {
      for (int i = 0; i < ngrams.length; i++) {
        ngrams[i] += other.ngrams[i];
        totals[i] += other.totals[i];
      }
    }

    long[] ngrams() {
      return Arrays.copyOf(ngrams, used());
    }

    long[] totals() {
      return Arrays.copyOf(totals, used());
    }

    private int used() {
      int used = ngrams.length;
      while (used > 0 && ngrams[used - 1] == 0) {
        used--;
      }
      return used;
    }
  }
}
