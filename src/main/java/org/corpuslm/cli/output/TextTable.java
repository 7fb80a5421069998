package org.corpuslm.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A table as text: the first column is left-aligned, all others are right-aligned. */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  /** Makes a table with a header and no rows. */
  public TextTable(String... header) {
    rows.add(header);
  }

  /** Adds a row; returns this table. */
  public TextTable row(String... cells) {
    rows.add(cells);
    return this;
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].codePointCount(0, row[c].length()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        String pad = " ".repeat(widths[c] - row[c].codePointCount(0, row[c].length()));
        line.append(c == 0 ? row[c] + pad : "  " + pad + row[c]);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
