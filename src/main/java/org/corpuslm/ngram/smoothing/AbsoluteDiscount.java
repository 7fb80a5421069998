package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import org.corpuslm.runtime.BadInputException;

/**
 * The discount of one order in absolute discounting and Kneser-Ney smoothing: {@code D = n1/(n1 +
 * 2·n2)} (Ney, Essen and Kneser 1994; Chen & Goodman 1998, section 2.6).
 *
 * @param value D, between 0 and 1
 * @param fallback whether the value is the fallback for an undefined D
 */
public record AbsoluteDiscount(double value, boolean fallback) implements Serializable {
  private static final AbsoluteDiscount FALLBACK = new AbsoluteDiscount(0.75, true);

  /**
   * Estimates the discount of one order.
   *
   * @param method smoothing method, for messages
   * @param order order of the n-grams, for messages
   * @param n counts of counts: n[j] n-grams have the count j
   * @param orFallback whether to use 0.75 where the discount is undefined
   * @throws BadInputException if it is undefined and {@code orFallback} is false
   */
  static AbsoluteDiscount estimate(
      EstimateConfig.Smoothing method, int order, long[] n, boolean orFallback) {
    if (n[1] > 0 && n[2] > 0) {
      return new AbsoluteDiscount(n[1] / (n[1] + 2.0 * n[2]), false);
    }
    if (orFallback) {
      return FALLBACK;
    }
    throw new BadInputException(
        ("%s cannot be estimated: order %d has no n-gram with count %d (n1 = %d, n2 = %d). The text"
                + " is too small, artificial, or its rare words were left out (prepare"
                + " --min-count). Use more text, a lower order, --smoothing witten-bell, or"
                + " --discount-fallback to use %s there")
            .formatted(method, order, n[1] == 0 ? 1 : 2, n[1], n[2], FALLBACK.value));
  }
}
