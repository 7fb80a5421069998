package org.corpuslm.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.runtime.Sanitizer;

/** Text and figures as HTML. */
final class Html {
  private Html() {}

  /** Any text, so that it is shown and does nothing. */
  static String escape(String text) {
    return StringEscapeUtils.escapeHtml4(printable(text));
  }

  /** Line by line what {@link Sanitizer#line} makes of it. */
  static String printable(String text) {
    return Arrays.stream(text.split("\n", -1))
        .map(Sanitizer::line)
        .collect(Collectors.joining("\n"));
  }

  /** Text of a corpus: its direction of writing stays inside. */
  static String foreign(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }

  /** A number with two decimals, "–" for none. */
  static String number(Double value) {
    return value == null || value.isNaN() ? "–" : Figures.number(value);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  static String interval(double[] ends) {
    return ends == null ? "–" : number(ends[0]) + " – " + number(ends[1]);
  }

  static String pValue(Double p) {
    if (p == null || p.isNaN()) {
      return "–";
    }
    return p < 1e-4 ? "&lt; 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /**
   * A table; all but {@code caption} is HTML already.
   *
   * @param caption plain text
   * @param rows the first cell of each names it
   */
  static String table(String caption, List<String> header, List<List<String>> rows) {
    return table(caption, header, rows, -1);
  }

  /**
   * A table.
   *
   * @param best index of the row to point out; −1 for none
   */
  static String table(String caption, List<String> header, List<List<String>> rows, int best) {
    String label = escape(caption);
    StringBuilder out = new StringBuilder();
    out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .append(label)
        .append("\"><table>\n<caption><span>")
        .append(label)
        .append("</span></caption>\n<thead><tr>");
    header.forEach(h -> out.append("<th scope=\"col\">").append(h).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < rows.size(); r++) {
      out.append(r == best ? "<tr class=\"best\">" : "<tr>");
      for (int c = 0; c < rows.get(r).size(); c++) {
        out.append(c == 0 ? "<th scope=\"row\">" : "<td>")
            .append(rows.get(r).get(c))
            .append(c == 0 ? "</th>" : "</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody>\n</table></div>\n").toString();
  }
}
