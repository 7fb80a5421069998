package org.corpuslm.ngram.smoothing;

/**
 * Relative frequencies c(hw)/c(h) with a constant back-off weight. For maximum likelihood (MLE) the
 * weight is 0: a word unseen after a seen context has probability 0, and an unseen context is
 * shortened. For stupid backoff it is α for every shortening of the context, seen or not, and the
 * result is a score, not a probability (Brants et al. 2007, equation 5).
 */
final class RelativeFrequency implements Smoother {
  private static final long serialVersionUID = 1;

  private final double alpha;
  private final boolean probability;

  private RelativeFrequency(double alpha, boolean probability) {
    this.alpha = alpha;
    this.probability = probability;
  }

  /** Returns maximum likelihood estimation. */
  static RelativeFrequency mle() {
    return new RelativeFrequency(0, true);
  }

  /** Returns stupid backoff with factor α. */
  static RelativeFrequency stupidBackoff(double alpha) {
    return new RelativeFrequency(alpha, false);
  }

  @Override
  public void smooth(Context c) {
    double total = Interpolation.total(c.raw, c.size);
    for (int i = 0; i < c.size; i++) {
      c.p[i] = c.raw[i] / total;
    }
    c.backoff = alpha;
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double total = Interpolation.total(raw, raw.length);
    double[] p = new double[raw.length];
    for (int w = 0; w < p.length; w++) {
      p[w] = raw[w] / total;
    }
    return p;
  }

  @Override
  public double unseenBackoff() {
    return probability ? 1 : alpha;
  }

  @Override
  public boolean normalized() {
    return probability;
  }
}
