package org.corpuslm.compare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.compare.Comparison.Figure;
import org.corpuslm.compare.Comparison.Row;
import org.corpuslm.report.Charts;

/** A comparison as one self-contained HTML page: verdict, curves over time, table. */
final class ComparisonPage {
  private static final double ONE_SCALE = 10; // more between the curves: logarithmic
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 84rem; padding: 0 1rem; }
      .scroll { overflow-x: auto; }
      .verdict { font-size: 1.2rem; border-left: .4rem solid #8888; padding: .3rem 1rem; }
      .better { border-color: #2ca02c; }
      .worse { border-color: #d62728; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; }
      caption { text-align: left; padding: .3rem 0; opacity: .8; }
      th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid #8885; white-space: nowrap; }
      th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
      td { font-variant-numeric: tabular-nums; }
      dt { font-weight: 600; }
      dd { margin: 0 0 .6rem 0; }
      code { overflow-wrap: anywhere; }
      """;
  private static final String DEFINITIONS =
      """
      <h2>How the verdict is made</h2>
      <dl>
      <dt>Change</dt>
      <dd>Of the perplexity against that of the baseline; above 0 is worse.</dd>
      <dt>Better, worse</dt>
      <dd>The change is larger than the margin, and more than chance: a paired two-sided t-test over
      sentences gives p below 0.05; or, without details of the sentences in both reports, the 95%
      intervals do not overlap. These see only large differences, since both reports have the same
      hard sentences.</dd>
      <dt>Score</dt>
      <dd>Values that do not sum to one have no perplexity; they are never judged.</dd>
      </dl>
      """;

  private ComparisonPage() {}

  static String of(Comparison comparison) {
    Charts charts = new Charts();
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Comparison of reports</title>\n<style>\n")
        .append(charts.style())
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>Comparison of perplexity reports</h1>\n");
    out.append("<p class=\"verdict %s\">".formatted(comparison.verdict().words().replace(" ", "-")))
        .append(escape(ComparisonTable.verdict(comparison)))
        .append("</p>\n");
    for (String note : ComparisonTable.notes(comparison)) {
      out.append("<p>").append(escape(note)).append("</p>\n");
    }
    chart(out, charts, comparison);
    table(out, comparison);
    places(out, comparison);
    return out.append(DEFINITIONS).append(charts.script()).append("</body>\n</html>\n").toString();
  }

  private static void chart(StringBuilder out, Charts charts, Comparison comparison) {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    for (Row row : comparison.models()) {
      List<Double> curve = new ArrayList<>();
      for (Figure figure : row.figures()) {
        curve.add(figure == null ? null : figure.perplexity());
      }
      if (curve.stream().anyMatch(Objects::nonNull)) {
        // Two models of one name are told apart by their numbers.
        String name = row.name();
        curves.put(curves.containsKey(name) ? name + " #" + curves.size() : name, curve);
      }
    }
    List<Double> times =
        comparison.reports().stream()
            .map(r -> (double) Instant.parse(r.created()).getEpochSecond())
            .toList();
    boolean time = true;
    List<Double> numbers = new ArrayList<>();
    for (int r = 0; r < times.size(); r++) {
      time &= r == 0 || times.get(r) > times.get(r - 1);
      numbers.add(r + 1.0);
    }
    out.append(
        charts.add(
            "Perplexity of each model by report",
            time ? "made, UTC" : "report, in the order of the table",
            time,
            "perplexity",
            spread(curves) > ONE_SCALE,
            time ? times : numbers,
            curves));
  }

  /** The largest finite perplexity over the smallest. */
  private static double spread(Map<String, List<Double>> curves) {
    double[] finite =
        curves.values().stream()
            .flatMap(List::stream)
            .filter(v -> v != null && Double.isFinite(v))
            .mapToDouble(v -> v)
            .sorted()
            .toArray();
    return finite.length == 0 ? 1 : finite[finite.length - 1] / finite[0];
  }

  private static void table(StringBuilder out, Comparison comparison) {
    out.append("<div class=\"scroll\"><table>\n<caption>A line for every model in every report")
        .append("</caption>\n<thead><tr>");
    for (String head : ComparisonTable.HEADER) {
      out.append("<th scope=\"col\">").append(escape(head)).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (Row row : comparison.models()) {
      for (List<String> cells : ComparisonTable.cells(comparison, row)) {
        out.append("<tr>");
        cells.forEach(c -> out.append("<td>").append(escape(c)).append("</td>"));
        out.append("</tr>\n");
      }
    }
    out.append("</tbody></table></div>\n");
  }

  private static void places(StringBuilder out, Comparison comparison) {
    out.append("<h2>Reports</h2>\n<dl>\n");
    for (Comparison.Report r : comparison.reports()) {
      out.append(
          "<dt>%s</dt><dd><code>%s</code>, made %s on %s of <code>%s</code></dd>\n"
              .formatted(
                  escape(r.label()),
                  escape(r.path()),
                  escape(r.created()),
                  escape(r.split()),
                  escape(r.corpus())));
    }
    out.append("</dl>\n");
  }

  private static String escape(String text) {
    return StringEscapeUtils.escapeHtml4(text);
  }
}
