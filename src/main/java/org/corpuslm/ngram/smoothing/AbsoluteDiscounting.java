package org.corpuslm.ngram.smoothing;

import java.util.List;

/**
 * Interpolation with one discount D per order: {@code p(w|h) = max(c(hw) − D, 0)/c(h) +
 * D·N1+(h·)/c(h)·p(w|h')}, where N1+(h·) is the number of different words after h; unigrams
 * interpolate with the uniform distribution 1/|V|. With raw counts c this is absolute discounting
 * (Ney, Essen and Kneser 1994; Chen & Goodman 1998, section 2.6); with adjusted counts,
 * interpolated Kneser-Ney smoothing (Kneser & Ney 1995; Chen & Goodman 1998, section 2.7,
 * interpolated).
 */
final class AbsoluteDiscounting implements Smoother {
  private static final long serialVersionUID = 1;

  private final List<AbsoluteDiscount> discounts;
  private final boolean adjusted;
  private final int predictable;

  private AbsoluteDiscounting(List<AbsoluteDiscount> discounts, boolean adjusted, int predictable) {
    this.discounts = List.copyOf(discounts);
    this.adjusted = adjusted;
    this.predictable = predictable;
  }

  /**
   * Returns absolute discounting.
   *
   * @param discounts D per order, unigrams first, from raw counts of counts
   * @param predictable |V|
   */
  static AbsoluteDiscounting absolute(List<AbsoluteDiscount> discounts, int predictable) {
    return new AbsoluteDiscounting(discounts, false, predictable);
  }

  /**
   * Returns Kneser-Ney smoothing.
   *
   * @param discounts D per order, unigrams first, from adjusted counts of counts
   * @param predictable |V|
   */
  static AbsoluteDiscounting kneserNey(List<AbsoluteDiscount> discounts, int predictable) {
    return new AbsoluteDiscounting(discounts, true, predictable);
  }

  @Override
  public void smooth(Context c) {
    double d = discounts.get(c.length).value();
    double[] counts = adjusted ? c.adjusted : c.raw;
    double total = Interpolation.total(counts, c.size);
    Interpolation.smooth(c, counts, count -> d, 1 / total, 0);
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjustedCounts) {
    double d = discounts.get(0).value();
    double[] counts = adjusted ? adjustedCounts : raw;
    double total = Interpolation.total(counts, counts.length);
    return Interpolation.unigrams(counts, count -> d, 1 / total, 0, predictable);
  }
}
