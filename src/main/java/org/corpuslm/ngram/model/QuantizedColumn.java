package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * A column of doubles as codes of a few bits into a table of centers (Whittaker & Raj 2001;
 * Federico & Bertoldi 2006). The sorted values are divided into bins of equal population, whose
 * means are the centers; a value becomes the nearest center, the lower one of two. Infinities stay
 * exact, and optionally 0: each has a center of its own. A column with no more distinct values than
 * centers is exact. The result depends only on the values. Memory: {@code bits} per value and 8
 * bytes per center.
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
   * Quantizes a column.
   *
   * @param values the values, none of them NaN
   * @param bits bits per code, {@value #MIN_BITS} to {@value #MAX_BITS}
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

  private static double[] centers(double[] sorted, int max, boolean zero) {
    double[] distinct = distinct(sorted, sorted.length);
    if (distinct.length <= max) {
      return distinct;
    }
    double[] centers = new double[max];
    double[] rest = new double[sorted.length];
    int kept = 0;
    int rests = 0;
    for (double value : sorted) {
      if (isExact(value, zero)) {
        if (kept == 0 || centers[kept - 1] != value) {
          centers[kept++] = value;
        }
      } else {
        rest[rests++] = value;
      }
    }
    int bins = max - kept;
    for (long bin = 0; bin < bins; bin++) {
      int from = (int) (bin * rests / bins);
      int to = (int) ((bin + 1) * rests / bins);
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

  /**
   * Returns the index of the center of a value; a center that is exact is never that of another
   * value.
   */
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

  /** Returns the maximum bytes of codes in several columns, each with its own centers. */
  static long memory(long values, long columns, int bits) {
    return (values * bits + 7) / 8 + Math.min(values, columns << bits) * Double.BYTES;
  }

  /** Returns the centers, ascending; not copied. */
  double[] centers() {
    return centers;
  }

  /** Returns the quantized value at an index. */
  double value(int index) {
    return centers[code(index)];
  }

  /** Returns the index of the center of the value at an index. */
  int code(int index) {
    long bit = (long) index * bits;
    int at = (int) (bit >>> 6);
    long code = packed[at] >>> bit;
    if ((bit & 63) + bits > 64) {
      code |= packed[at + 1] << (64 - (bit & 63));
    }
    return (int) code & ((1 << bits) - 1);
  }
}
