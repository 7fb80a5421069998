package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.runtime.BadInputException;

/**
 * The Good-Turing discount ratios of one order (Katz 1987; Chen & Goodman 1998, section 2.4):
 * {@code d_r = (R/r − A)/(1 − A)} with {@code R = (r+1)·n_{r+1}/n_r} and {@code A =
 * (k+1)·n_{k+1}/n_1} for r ≤ k; counts above k are reliable and not discounted, d_r = 1.
 *
 * @param k largest count that is discounted
 * @param ratios d_1 … d_k
 */
public record GoodTuring(int k, List<Double> ratios) implements Serializable {
  private static final int MAX_K = 5;

  /**
   * Estimates the ratios of one order with k = 5, or with the largest smaller k ≥ 2 for which all
   * ratios are in (0, 1]. (k = 1 always gives d_1 = 0.)
   *
   * @param order order of the n-grams, for messages
   * @param n counts of counts: n[r] n-grams have the raw count r
   * @throws BadInputException if there is no such k
   */
  static GoodTuring estimate(int order, long[] n) {
    for (int k = MAX_K; k >= 2; k--) {
      List<Double> ratios = ratios(k, n);
      if (ratios.stream().allMatch(d -> d > 0 && d <= 1)) {
        return new GoodTuring(k, ratios);
      }
    }
    throw new BadInputException(
        ("katz cannot be estimated: the Good-Turing discounts of order %d leave (0, 1] for every k"
                + " from 2 to %d (n1 … n6 = %d, %d, %d, %d, %d, %d). The text is too small or"
                + " artificial (repeated lines, a tiny vocabulary), or its rare words were left out"
                + " (prepare --min-count). Use more text, a lower order, or --smoothing"
                + " witten-bell, which is defined for every text")
            .formatted(order, MAX_K, n[1], n[2], n[3], n[4], n[5], n[6]));
  }

  /** Returns d_1 … d_k; some are outside (0, 1] or NaN where the method is undefined. */
  private static List<Double> ratios(int k, long[] n) {
    double a = (k + 1.0) * n[k + 1] / n[1];
    List<Double> ratios = new ArrayList<>();
    for (int r = 1; r <= k; r++) {
      double goodTuring = (r + 1.0) * n[r + 1] / n[r];
      ratios.add(a < 1 ? (goodTuring / r - a) / (1 - a) : Double.NaN);
    }
    return ratios;
  }

  /** Returns d of a raw count; 1 if it is not discounted. */
  double of(double count) {
    return count <= k && count >= 1 ? ratios.get((int) count - 1) : 1;
  }
}
