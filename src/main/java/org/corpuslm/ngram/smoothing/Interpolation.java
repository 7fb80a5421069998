package org.corpuslm.ngram.smoothing;

import java.util.function.DoubleUnaryOperator;
import org.corpuslm.corpus.Vocabulary;

/**
 * The common form of interpolated methods: {@code p(w|h) = s·(c(hw) − D(c(hw))) + γ(h)·p(w|h')},
 * {@code γ(h) = r + s·Σ_w D(c(hw))}, where 1 = r + s·Σ_w c(hw) (Chen & Goodman 1998, section 2.8).
 * A pruned n-gram gives its whole count to γ. The unigrams interpolate with the uniform
 * distribution 1/|V|.
 */
final class Interpolation {
  private Interpolation() {}

  /**
   * Computes p and γ of a context.
   *
   * @param counts counts of its n-grams
   * @param discount D
   * @param scale s
   * @param reserved r
   */
  static void smooth(
      Smoother.Context c,
      double[] counts,
      DoubleUnaryOperator discount,
      double scale,
      double reserved) {
    double freed = 0;
    for (int i = 0; i < c.size; i++) {
      freed += c.pruned[i] ? counts[i] : discount.applyAsDouble(counts[i]);
    }
    double gamma = reserved + scale * freed;
    for (int i = 0; i < c.size; i++) {
      double own = scale * (counts[i] - discount.applyAsDouble(counts[i]));
      c.p[i] = own + gamma * c.lower[i];
    }
    c.backoff = gamma;
  }

  /**
   * Computes the unigram probabilities, by word id. Words with count 0 are not discounted; {@code
   * <s>} has probability 0.
   *
   * @param counts counts by word id
   * @param discount D
   * @param scale s
   * @param reserved r
   * @param predictable |V|
   */
  static double[] unigrams(
      double[] counts,
      DoubleUnaryOperator discount,
      double scale,
      double reserved,
      int predictable) {
    double freed = 0;
    for (double count : counts) {
      freed += count > 0 ? discount.applyAsDouble(count) : 0;
    }
    double uniform = (reserved + scale * freed) / predictable;
    double[] p = new double[counts.length];
    for (int w = 0; w < p.length; w++) {
      double own = counts[w] > 0 ? scale * (counts[w] - discount.applyAsDouble(counts[w])) : 0;
      p[w] = w == Vocabulary.BOS ? 0 : own + uniform;
    }
    return p;
  }

  /** Returns the sum of the first {@code size} counts. */
  static double total(double[] counts, int size) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }
}
