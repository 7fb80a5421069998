package org.corpuslm.cli.interactive;

import java.util.List;
import org.corpuslm.cli.output.Bars;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.generate.Continuation.NextWord;
import org.corpuslm.model.LanguageModel;

/**
 * Next words with their probabilities, and optionally bars, as text.
 *
 * @param column heading of the figures: p, or score if they do not sum to one
 * @param bars bars relative to the most probable word; null = none
 */
public record NextWordTable(String column, Bars bars) {
  private static final int BAR = 40;

  /** Returns the layout for a model. */
  public static NextWordTable of(LanguageModel model, boolean plot) {
    return new NextWordTable(
        model.normalized() ? "p" : "score", plot ? new Bars(BAR, Bars.unicode()) : null);
  }

  /** Returns a header and one line per word. */
  List<String> lines(List<NextWord> words) {
    TextTable table = new TextTable("next word", column);
    words.forEach(w -> table.row(w.word(), "%.6f".formatted(w.probability())));
    List<String> lines = table.toString().lines().toList();
    if (bars == null || words.isEmpty()) {
      return lines;
    }
    double best = words.get(0).probability();
    List<String> withBars = new java.util.ArrayList<>(lines.subList(0, 1));
    for (int i = 0; i < words.size(); i++) {
      withBars.add(lines.get(i + 1) + "  " + bars.of(words.get(i).probability() / best));
    }
    return withBars;
  }

  /** Returns the table with a final newline. */
  public String text(List<NextWord> words) {
    return String.join("\n", lines(words)) + "\n";
  }
}
