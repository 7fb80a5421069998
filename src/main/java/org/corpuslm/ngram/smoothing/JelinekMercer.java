package org.corpuslm.ngram.smoothing;

import java.util.List;

/**
 * Jelinek-Mercer smoothing (Jelinek & Mercer 1980; Chen & Goodman 1998, section 2.3): {@code p(w|h)
 * = λ·c(hw)/c(h) + (1 − λ)·p(w|h')}, down to the uniform distribution 1/|V|. λ depends on the order
 * and on the count of the context. An unseen context gives p(w|h').
 */
final class JelinekMercer implements Smoother {
  private static final long serialVersionUID = 1;

  private final List<InterpolationWeights> weights;
  private final int predictable;

  /**
   * Creates the smoother.
   *
   * @param weights λ per order, unigrams first
   * @param predictable |V|
   */
  JelinekMercer(List<InterpolationWeights> weights, int predictable) {
    this.weights = List.copyOf(weights);
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    double total = Interpolation.total(c.raw, c.size);
    double lambda = weights.get(c.length).of(total);
    Interpolation.smooth(c, c.raw, count -> 0, lambda / total, 1 - lambda);
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double total = Interpolation.total(raw, raw.length);
    double lambda = weights.get(0).of(total);
    return Interpolation.unigrams(raw, count -> 0, lambda / total, 1 - lambda, predictable);
  }
}
