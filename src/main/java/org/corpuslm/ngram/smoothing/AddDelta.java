package org.corpuslm.ngram.smoothing;

import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;

/**
 * Add-δ smoothing (Lidstone 1920; Chen & Goodman 1998, section 2.1): {@code p(w|h) = (c(hw) +
 * δ)/(c(h) + δ·|V|)} with the full context h of order−1 words, or all words back to {@code <s>}; an
 * unseen context gives 1/|V|. As a back-off model: the unigrams are uniform, γ(h) = δ·|V|/(c(h) +
 * δ·|V|), and the orders between have no values.
 */
final class AddDelta implements Smoother {
  private static final long serialVersionUID = 1;

  private final int order;
  private final double delta;
  private final int predictable;

  /**
   * Creates the smoother.
   *
   * @param order order of the model
   * @param delta δ > 0
   * @param predictable |V|, the number of words that can be predicted
   */
  AddDelta(int order, double delta, int predictable) {
    this.order = order;
    this.delta = delta;
    this.predictable = predictable;
  }

  @Override
  public boolean stores(int contextLength, boolean fromStart) {
    return contextLength == order - 1 || fromStart;
  }

  @Override
  public void smooth(Context c) {
    if (!stores(c.length, c.fromStart)) {
      c.backoff = 1;
      return;
    }
    double total = delta * predictable;
    for (int i = 0; i < c.size; i++) {
      total += c.raw[i];
    }
    for (int i = 0; i < c.size; i++) {
      c.p[i] = (c.raw[i] + delta) / total;
    }
    c.backoff = delta * predictable / total;
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double[] p = new double[raw.length];
    if (order > 1) {
      Arrays.fill(p, 1.0 / predictable);
    } else {
      double total = Arrays.stream(raw).sum() + delta * predictable;
      Arrays.setAll(p, w -> (raw[w] + delta) / total);
    }
    p[Vocabulary.BOS] = 0;
    return p;
  }
}
