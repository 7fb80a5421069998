package org.corpuslm.ngram.smoothing;

import java.util.List;

/**
 * Interpolated Kneser-Ney with one discount per order (Kneser & Ney 1995; interpolated as in Chen &
 * Goodman 1998): {@code p(w|h) = max(a(hw) − D, 0)/Σ a(h·) + D·N1+(h·)/Σ a(h·)·p(w|h')}, a =
 * adjusted counts; unigrams interpolate with 1/|V|.
 */
final class KneserNey implements Smoother {
  private static final long serialVersionUID = 1;

  private final List<AbsoluteDiscount> discounts;
  private final int predictable;

  /**
   * Makes the smoother.
   *
   * @param discounts per order, unigrams first, from adjusted counts of counts
   * @param predictable |V|
   */
  KneserNey(List<AbsoluteDiscount> discounts, int predictable) {
    this.discounts = List.copyOf(discounts);
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    double d = discounts.get(c.length).value();
    double total = Interpolation.total(c.adjusted, c.size);
    Interpolation.smooth(c, c.adjusted, a -> d, 1 / total, 0);
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double d = discounts.get(0).value();
    double total = Interpolation.total(adjusted, adjusted.length);
    return Interpolation.unigrams(adjusted, a -> d, 1 / total, 0, predictable);
  }
}
