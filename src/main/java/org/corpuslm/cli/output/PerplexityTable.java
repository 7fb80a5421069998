package org.corpuslm.cli.output;

import org.corpuslm.report.Figures;
import org.corpuslm.report.PerplexityReport;

/** The figures of a perplexity report: one row per model. */
public final class PerplexityTable {
  private PerplexityTable() {}

  /** Returns a heading and the table. */
  public static String of(PerplexityReport.Content content) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s %s, vocabulary %s words\n\n"
            .formatted(content.corpus(), content.split(), Figures.whole(content.vocabularySize())));
    TextTable table =
        new TextTable(
            "model",
            "perplexity",
            "95% interval",
            "without OOV",
            "without </s>",
            "bits/token",
            "bits/byte",
            "bits/char",
            "per word",
            "tokens",
            "OOV",
            "zero p");
    for (PerplexityReport.Model m : content.models()) {
      table.row(
          m.name(),
          m.perplexity() == null
              ? "score " + Figures.number(m.score())
              : Figures.number(m.perplexity()),
          m.confidence95() == null
              ? "-"
              : Figures.number(m.confidence95()[0]) + " - " + Figures.number(m.confidence95()[1]),
          Figures.number(m.perplexityExcludingOov()),
          Figures.number(m.perplexityExcludingEos()),
          Figures.number(m.bitsPerToken()),
          Figures.bits(m.bitsPerByte()),
          Figures.bits(m.bitsPerCharacter()),
          Figures.number(m.wordPerplexity()),
          Figures.whole(m.tokens()),
          Figures.whole(m.oov()),
          Figures.whole(m.zeroProbability()));
    }
    return out.append(table).toString();
  }
}
