package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import java.util.List;

/**
 * The weights λ of one order in Jelinek-Mercer smoothing, by the count of the context.
 *
 * @param buckets by rising context count; the first one begins at 1
 */
public record InterpolationWeights(List<Bucket> buckets) implements Serializable {

  /**
   * Contexts with one weight.
   *
   * @param from least count of such a context; up to the next bucket
   * @param lambda weight of this order's relative frequencies
   * @param positions of the held-out text that speak for it
   */
  public record Bucket(long from, double lambda, long positions) implements Serializable {}

  /** λ of a context that was seen so often. */
  double of(double context) {
    double lambda = 0;
    for (Bucket b : buckets) {
      if (b.from > context) {
        break;
      }
      lambda = b.lambda;
    }
    return lambda;
  }
}
