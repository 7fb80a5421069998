package org.corpuslm.report;

import java.util.Locale;

/** An evaluation as a table for the terminal. */
public final class PerplexityTable {
  private PerplexityTable() {}

  public static String of(PerplexityReport.Content content) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s %s, vocabulary %s words\n\n"
            .formatted(content.corpus(), content.split(), whole(content.vocabularySize())));
    TextTable table =
        new TextTable(
            "model",
            "perplexity",
            "95% interval",
            "without OOV",
            "without </s>",
            "bits/token",
            "tokens",
            "OOV",
            "zero p");
    for (PerplexityReport.Model m : content.models()) {
      table.row(
          m.name(),
          m.perplexity() == null ? "score " + number(m.score()) : number(m.perplexity()),
          m.confidence95() == null
              ? "-"
              : number(m.confidence95()[0]) + " - " + number(m.confidence95()[1]),
          number(m.perplexityExcludingOov()),
          number(m.perplexityExcludingEos()),
          number(m.bitsPerToken()),
          whole(m.tokens()),
          whole(m.oov()),
          whole(m.zeroProbability()));
    }
    return out.append(table).toString();
  }

  /** A whole number with commas, whatever the language of the machine. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A perplexity or another figure for tables; "-" for none. */
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
