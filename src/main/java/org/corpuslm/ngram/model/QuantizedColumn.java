package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * A column of doubles as codes of a few bits into a table of centers (Whittaker & Raj 2001;
 * Federico & Bertoldi 2006). The values in ascending order are cut into bins of equal population,
 * whose means are the centers; a value becomes the nearest one, the lower of two. Infinities stay
 * as they are, and 0 where wanted: each takes one center of its own. A column with no more distinct
 * values than centers keeps them all exactly. The outcome depends on nothing but the values.
 */
final class QuantizedColumn {
  static final int MIN_BITS = 4;
  static final int MAX_BITS = 16;

  private final double[] centers; // ascending
  private final int bits;
  private final long[] packed;

  private QuantizedColumn(double[] centers, int bits, long[] packed) {
    this.centers = centers;
    this.bits = bits;
    this.packed = packed;
  }

  /**
   * Quantizes.
   *
   * @param values no NaN
   * @param bits of a code
   * @param zero whether values of 0 stay exact
   */
  static QuantizedColumn of(double[] values, int bits, boolean zero) {
    double[] sorted = values.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0; // −0 is 0
    }
    Arrays.sort(sorted);
    double[] centers = centers(sorted, 1 << bits, zero);
    long[] packed = new long[(int) (((long) values.length * bits + 63) >>> 6)];
    for (int i = 0; i < values.length; i++) {
      long code = nearest(centers, values[i] + 0.0, zero);
      long bit = (long) i * bits;
      int at = (int) (bit >>> 6);
      packed[at] |= code << bit;
      if ((bit & 63) + bits > 64) {
        packed[at + 1] |= code >>> (64 - (bit & 63));
      }
    }
    return new QuantizedColumn(centers, bits, packed);
  }

  private static double[] centers(double[] sorted, int most, boolean zero) {
    double[] distinct = distinct(sorted, sorted.length);
    if (distinct.length <= most) {
      return distinct;
    }
    double[] centers = new double[most];
    double[] rest = new double[sorted.length];
    int kept = 0;
    int left = 0;
    for (double value : sorted) {
      if (isExact(value, zero)) {
        if (kept == 0 || centers[kept - 1] != value) {
          centers[kept++] = value;
        }
      } else {
        rest[left++] = value;
      }
    }
    int bins = most - kept;
    for (long bin = 0; bin < bins; bin++) {
      int from = (int) (bin * left / bins);
      int to = (int) ((bin + 1) * left / bins);
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += rest[i];
      }
      if (to > from) {
        centers[kept++] = sum / (to - from);
      }
    }
    Arrays.sort(centers, 0, kept);
    return distinct(centers, kept);
  }

  private static boolean isExact(double value, boolean zero) {
    return Double.isInfinite(value) || (zero && value == 0);
  }

  private static double[] distinct(double[] sorted, int size) {
    double[] distinct = new double[size];
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (n == 0 || distinct[n - 1] != sorted[i]) {
        distinct[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(distinct, n);
  }

  /** Index of the center of a value; one that stays exact is never the center of another. */
  private static int nearest(double[] centers, double value, boolean zero) {
    int found = Arrays.binarySearch(centers, value);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    int below = above - 1;
    while (above < centers.length && isExact(centers[above], zero)) {
      above++;
    }
    while (below >= 0 && isExact(centers[below], zero)) {
      below--;
    }
    if (above == centers.length) {
      return below;
    }
    return below >= 0 && value - centers[below] <= centers[above] - value ? below : above;
  }

  /** Bytes of so many codes in several columns, each with its centers; at most. */
  static long memory(long values, long columns, int bits) {
    return (values * bits + 7) / 8 + Math.min(values, columns << bits) * Double.BYTES;
  }

  /** What became of a value. */
  double value(int index) {
    long bit = (long) index * bits;
    int at = (int) (bit >>> 6);
    long code = packed[at] >>> bit;
    if ((bit & 63) + bits > 64) {
      code |= packed[at + 1] << (64 - (bit & 63));
    }
    return centers[(int) code & ((1 << bits) - 1)];
  }
}
