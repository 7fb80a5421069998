package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import java.util.List;

/**
 * The weights λ of one order in Jelinek-Mercer smoothing, by the count of the context.
 *
 * @param buckets buckets by ascending context count; the first bucket begins at 1
 */
public record InterpolationWeights(List<Bucket> buckets) implements Serializable {

  /**
   * Contexts that share a weight.
   *
   * @param from smallest count of such a context; the largest is below {@code from} of the next
   *     bucket
   * @param lambda weight λ of this order's relative frequencies
   * @param positions number of held-out positions with such a context
   */
  public record Bucket(long from, double lambda, long positions) implements Serializable {}

  /** Returns λ of a context by its raw count; 0 if it is unseen. */
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
