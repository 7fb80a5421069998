package org.corpuslm.report;

import java.util.Locale;

/** Formats figures for reports and tables, in the same way in every locale. */
public final class Figures {
  private static final String NONE = "–";

  private Figures() {}

  /** Returns a whole number with commas. */
  public static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a perplexity or a similar figure with two decimals; "-" for none. */
  public static String number(Double value) {
    if (value == null) {
      return "-";
    }
    if (value.isInfinite() || value.isNaN()) {
      return value.isNaN() ? "-" : "infinite";
    }
    return String.format(Locale.ROOT, value >= 1e6 ? "%.3e" : "%.2f", value);
  }

  /** Returns bits per byte or character with four decimals; "-" for none. */
  public static String bits(Double value) {
    return value == null || value.isNaN() || value.isInfinite()
        ? number(value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Returns a number for a page: like {@link #number}, with "–" for none. */
  static String cell(Double value) {
    return value == null || value.isNaN() ? NONE : number(value);
  }

  /** Returns bits for a page: like {@link #bits}, with "–" for none. */
  static String bitsCell(Double value) {
    return value == null || value.isNaN() ? NONE : bits(value);
  }

  /** Returns a share as a percentage with one decimal; "–" for NaN. */
  static String percent(double share) {
    return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** Returns a share as a percentage with two decimals; "–" for NaN. */
  public static String share(double share) {
    return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /** Returns both ends of an interval; "–" for null. */
  static String interval(double[] ends) {
    return ends == null ? NONE : cell(ends[0]) + " – " + cell(ends[1]);
  }

  /** Returns a p-value with four decimals; "–" for null and NaN. */
  static String pValue(Double p) {
    if (p == null || p.isNaN()) {
      return NONE;
    }
    return p < 1e-4 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /** Returns a number with four significant digits. */
  static String significant(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
