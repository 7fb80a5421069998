package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * A column of doubles as codes of a few bits into a table of centres (Whittaker & Raj 2001;
 * Federico & Bertoldi 2006). The values in ascending order are cut into bins of equal population,
 * whose means are the centres; a value becomes the nearest one, the lower of two. Infinities stay
 * as they are, and 0 where wanted: each takes one centre of its own. A column with no more distinct
 * values than centres keeps them all exactly. The outcome depends on nothing but the values.
 */
final class Codes {
  static final int LEAST_BITS = 4;
  static final int MOST_BITS = 16;

  private final double[] centres; // ascending
  private final int bits;
  private final long[] packed;

  private Codes(double[] centres, int bits, long[] packed) {
    this.centres = centres;
    this.bits = bits;
    this.packed = packed;
  }

  /**
   * Quantises.
   *
   * @param values no NaN
   * @param bits of a code
   * @param zero whether values of 0 stay exact
   */
  static Codes of(double[] values, int bits, boolean zero) {
    double[] sorted = values.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0; // −0 is 0
    }
    Arrays.sort(sorted);
    double[] centres = centres(sorted, 1 << bits, zero);
    long[] packed = new long[(int) (((long) values.length * bits + 63) >>> 6)];
    for (int i = 0; i < values.length; i++) {
      long code = nearest(centres, values[i] + 0.0, zero);
      long bit = (long) i * bits;
      int at = (int) (bit >>> 6);
      packed[at] |= code << bit;
      if ((bit & 63) + bits > 64) {
        packed[at + 1] |= code >>> (64 - (bit & 63));
      }
    }
    return new Codes(centres, bits, packed);
  }

  private static double[] centres(double[] sorted, int most, boolean zero) {
    double[] distinct = distinct(sorted, sorted.length);
    if (distinct.length <= most) {
      return distinct;
    }
    double[] centres = new double[most];
    double[] rest = new double[sorted.length];
    int kept = 0;
    int left = 0;
    for (double value : sorted) {
      if (isExact(value, zero)) {
        if (kept == 0 || centres[kept - 1] != value) {
          centres[kept++] = value;
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
        centres[kept++] = sum / (to - from);
      }
    }
    Arrays.sort(centres, 0, kept);
    return distinct(centres, kept);
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

  /** Index of the centre of a value; one that stays exact is never the centre of another. */
  private static int nearest(double[] centres, double value, boolean zero) {
    int found = Arrays.binarySearch(centres, value);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    int below = above - 1;
    while (above < centres.length && isExact(centres[above], zero)) {
      above++;
    }
    while (below >= 0 && isExact(centres[below], zero)) {
      below--;
    }
    if (above == centres.length) {
      return below;
    }
    return below >= 0 && value - centres[below] <= centres[above] - value ? below : above;
  }

  /** Bytes of so many codes in several columns, each with its centres; at most. */
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
    return centres[(int) code & ((1 << bits) - 1)];
  }
}
