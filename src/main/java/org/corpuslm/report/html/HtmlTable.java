package org.corpuslm.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of a page. A cell is an {@link Html} or plain text, which is escaped; a list stands for
 * several cells. The first cell of each row is its heading.
 */
public final class HtmlTable {
  private final String caption;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private int highlighted = -1;

  /**
   * Begins a table.
   *
   * @param caption plain text
   * @param header cells of the header
   */
  public HtmlTable(String caption, Object... header) {
    this.caption = Html.escape(caption);
    this.header = escaped(header);
  }

  private static List<String> escaped(Object... cells) {
    return Stream.of(cells)
        .flatMap(cell -> cell instanceof List<?> list ? list.stream() : Stream.of(cell))
        .map(Html::escape)
        .toList();
  }

  /** Adds a row. */
  public HtmlTable row(Object... cells) {
    rows.add(escaped(cells));
    return this;
  }

  /** Highlights a row; −1 highlights none. */
  public HtmlTable highlight(int row) {
    highlighted = row;
    return this;
  }

  Html html() {
    StringBuilder out = new StringBuilder();
    out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(caption)
        .append("\"><table>\n<caption><span>")
        .append(caption)
        .append("</span></caption>\n<thead><tr>");
    header.forEach(h -> out.append("<th scope=\"col\">").append(h).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < rows.size(); r++) {
      out.append(r == highlighted ? "<tr class=\"best\">" : "<tr>");
      for (int c = 0; c < rows.get(r).size(); c++) {
        out.append(c == 0 ? "<th scope=\"row\">" : "<td>")
            .append(rows.get(r).get(c))
            .append(c == 0 ? "</th>" : "</td>");
      }
      out.append("</tr>\n");
    }
    return new Html(out.append("</tbody>\n</table></div>\n").toString());
  }
}
