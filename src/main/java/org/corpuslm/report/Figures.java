package org.corpuslm.report;

import java.util.Locale;

/** Figures as reports and tables show them, in any locale. */
public final class Figures {
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
}
