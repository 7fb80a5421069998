package org.corpuslm.ngram.smoothing;

import java.util.Arrays;

/**
 * Interpolated Witten-Bell smoothing (Witten & Bell 1991, method C; Chen & Goodman 1998, section
 * 2.5): {@code p(w|h) = (c(hw) + N1+(h·)·p(w|h'))/(c(h) + N1+(h·))}, where N1+(h·) is the number of
 * distinct words after h; unigrams interpolate with the uniform distribution 1/|V|.
 */
final class WittenBell implements Smoother {
  private static final long serialVersionUID = 1;

  private final int predictable;

  /**
   * Creates the smoother.
   *
   * @param predictable |V|
   */
  WittenBell(int predictable) {
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    double denominator = Interpolation.total(c.raw, c.size) + c.size;
    Interpolation.smooth(c, c.raw, count -> 0, 1 / denominator, c.size / denominator);
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double types = Arrays.stream(raw).filter(count -> count > 0).count();
    double denominator = Interpolation.total(raw, raw.length) + types;
    return Interpolation.unigrams(
        raw, count -> 0, 1 / denominator, types / denominator, predictable);
  }
}
