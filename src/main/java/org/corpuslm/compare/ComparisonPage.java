package org.corpuslm.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.corpuslm.compare.Comparison.Row;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** A comparison as one self-contained HTML page: verdict, curves over the reports, table. */
final class ComparisonPage {
  private static final String DEFINITIONS =
      """
      <dl>
      <dt>Change</dt>
      <dd>Relative change of the perplexity from that of the baseline; above 0 is worse.</dd>
      <dt>Better, worse</dt>
      <dd>The change is larger than the margin, and is significant: a paired two-sided t-test over
      sentences gives p below 0.05, or, if one of the reports has no details of the sentences, the
      95%% intervals do not overlap. Intervals detect only large differences, because both reports
      contain the same hard sentences.</dd>
      <dt>Score</dt>
      <dd>Values that do not sum to one have no perplexity and are never judged.</dd>
      </dl>""";

  private ComparisonPage() {}

  /** Returns the page. */
  static String of(Comparison comparison) {
    Page page = new Page("Comparison of perplexity reports");
    page.head("<p class=\"lead\">%s</p>", ComparisonTable.verdict(comparison));
    ComparisonTable.notes(comparison).forEach(note -> page.head("<p class=\"note\">%s</p>", note));
    List<String> names = new ArrayList<>();
    List<List<Double>> curves = new ArrayList<>();
    HtmlTable table =
        new HtmlTable("One row per model and report", ComparisonTable.HEADER.toArray());
    for (Row row : comparison.models()) {
      List<Double> curve = new ArrayList<>();
      row.figures().forEach(f -> curve.add(f == null ? null : f.perplexity()));
      if (curve.stream().anyMatch(Objects::nonNull)) {
        names.add(row.name());
        curves.add(curve);
      }
      ComparisonTable.rows(comparison, row).forEach(cells -> table.row(cells));
    }
    page.section("history", "Perplexity from report to report");
    page.chart(
        Chart.categories(
            "perplexity",
            "Perplexity of each model",
            "report, in order",
            comparison.reports().stream().map(Comparison.Report::label).toList(),
            Axis.fitting("perplexity", curves),
            names,
            curves));
    page.table(table);
    page.section("reports", "The reports");
    HtmlTable reports =
        new HtmlTable("Paths of the reports", "Report", "Path", "Made", "Held-out text");
    comparison
        .reports()
        .forEach(r -> reports.row(r.label(), r.path(), r.created(), r.corpus() + " " + r.split()));
    page.table(reports);
    page.section("method", "How the verdict is made");
    return page.add(DEFINITIONS).html();
  }
}
