package org.corpuslm.ngram.smoothing;

import java.util.List;

/**
 * Interpolated absolute discounting (Ney, Essen and Kneser 1994; Chen & Goodman 1998): {@code
 * p(w|h) = max(c(hw) − D, 0)/c(h) + D·N1+(h·)/c(h)·p(w|h')}, c = raw counts; unigrams interpolate
 * with 1/|V|.
 */
final class AbsoluteDiscounting implements Smoother {
  private static final long serialVersionUID = 1;

  private final List<AbsoluteDiscount> discounts;
  private final int predictable;

  /**
   * Makes the smoother.
   *
   * @param discounts per order, unigrams first, from raw counts of counts
   * @param predictable |V|
   */
  AbsoluteDiscounting(List<AbsoluteDiscount> discounts, int predictable) {
    this.discounts = List.copyOf(discounts);
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    double d = discounts.get(c.length).value();
    double total = Interpolation.total(c.raw, c.size);
    Interpolation.smooth(c, c.raw, count -> d, 1 / total, 0);
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double d = discounts.get(0).value();
    double total = Interpolation.total(raw, raw.length);
    return Interpolation.unigrams(raw, count -> d, 1 / total, 0, predictable);
  }
}
