package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import org.corpuslm.runtime.BadInputException;

/**
 * The three discounts of modified Kneser-Ney smoothing for one order: {@code Y = n1/(n1+2·n2)},
 * {@code D_j = j − (j+1)·Y·n_{j+1}/n_j}; the third one holds for all counts ≥ 3 (Chen & Goodman
 * 1998, equation 26).
 *
 * @param one D1, subtracted from adjusted counts of 1
 * @param two D2, subtracted from adjusted counts of 2
 * @param three D3+, subtracted from adjusted counts of 3 or more
 * @param fallback whether these are the fallback values for an undefined discount
 */
public record ModifiedKneserNeyDiscounts(double one, double two, double three, boolean fallback)
    implements Serializable {
  private static final ModifiedKneserNeyDiscounts FALLBACK =
      new ModifiedKneserNeyDiscounts(0.5, 1, 1.5, true);

  /** Values closer to 0 than this are 0; their sign is due to rounding. */
  private static final double ROUNDING = 1e-14;

  /**
   * Estimates the discounts of one order.
   *
   * @param order order of the n-grams, for messages
   * @param n counts of counts: n[j] n-grams have the adjusted count j
   * @param orFallback whether to use 0.5, 1, 1.5 where a discount is undefined
   * @throws BadInputException if one is undefined and {@code orFallback} is false
   */
  public static ModifiedKneserNeyDiscounts estimate(int order, long[] n, boolean orFallback) {
    String problem = problem(n);
    if (problem == null) {
      double y = n[1] / (n[1] + 2.0 * n[2]);
      double[] d = new double[4];
      for (int j = 1; j <= 3 && problem == null; j++) {
        d[j] = j - (j + 1) * y * n[j + 1] / n[j];
        d[j] = Math.abs(d[j]) < ROUNDING ? 0 : d[j];
        if (d[j] < 0 || d[j] > j) {
          problem = "discount D%d = %.4f is outside [0, %d]".formatted(j, d[j], j);
        }
      }
      if (problem == null) {
        return new ModifiedKneserNeyDiscounts(d[1], d[2], d[3], false);
      }
    }
    if (orFallback) {
      return FALLBACK;
    }
    throw new BadInputException(
        ("modified Kneser-Ney cannot be estimated: order %d has %s (n1 … n4 = %d, %d, %d, %d). The"
                + " text is too small or artificial (repeated lines, a tiny vocabulary). Use more"
                + " text, a lower order, or --discount-fallback to use 0.5, 1 and 1.5 there")
            .formatted(order, problem, n[1], n[2], n[3], n[4]));
  }

  private static String problem(long[] n) {
    for (int j = 1; j <= 3; j++) {
      if (n[j] == 0) {
        return "no n-gram with adjusted count " + j;
      }
    }
    return null;
  }

  /** Returns the discount of an adjusted count. */
  double of(double adjusted) {
    if (adjusted >= 3) {
      return three;
    }
    return adjusted >= 2 ? two : adjusted >= 1 ? one : 0;
  }
}
