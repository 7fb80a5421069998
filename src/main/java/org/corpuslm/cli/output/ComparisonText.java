package org.corpuslm.cli.output;

import java.util.List;
import org.corpuslm.compare.Comparison;
import org.corpuslm.compare.Comparison.Row;
import org.corpuslm.compare.ComparisonTable;

/** A comparison of reports as a table with notes and the verdict. */
public final class ComparisonText {
  private ComparisonText() {}

  /** Returns the table, notes and the verdict; each model is named in its first row only. */
  public static String of(Comparison comparison) {
    TextTable table = new TextTable(ComparisonTable.HEADER.toArray(String[]::new));
    for (Row row : comparison.models()) {
      String name = row.name();
      for (List<String> cells : ComparisonTable.rows(comparison, row)) {
        String[] line = cells.toArray(String[]::new);
        line[0] = name;
        table.row(line);
        name = "";
      }
    }
    StringBuilder out = new StringBuilder().append(table).append('\n');
    ComparisonTable.notes(comparison).forEach(note -> out.append(note).append('\n'));
    return out.append(ComparisonTable.verdict(comparison)).append('\n').toString();
  }
}
