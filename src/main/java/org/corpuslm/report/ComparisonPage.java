package org.corpuslm.report;

import java.util.List;

/**
 * Reports side by side as one self-contained HTML page: verdict, curves, table.
 *
 * @param verdict in one line
 * @param notes what to know about figures that were forced
 * @param labels of the reports, in order
 * @param names of the models
 * @param perplexities of each model by report; null where there is none
 * @param header of the table
 * @param rows of the table, a line for every model in every report
 * @param places of the reports: label, path, when made, text
 */
public record ComparisonPage(
    String verdict,
    List<String> notes,
    List<String> labels,
    List<String> names,
    List<List<Double>> perplexities,
    List<String> header,
    List<List<String>> rows,
    List<List<String>> places) {
  private static final String DEFINITIONS =
      """
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

  /** The page. */
  public String html() {
    Page page = new Page("Comparison of perplexity reports");
    page.lead("<p class=\"lead\">" + Html.escape(verdict) + "</p>\n");
    notes.forEach(note -> page.lead("<p class=\"note\">" + Html.escape(note) + "</p>\n"));
    page.section("history", "Perplexity from report to report");
    page.chart(
        Chart.categories(
            "perplexity",
            "Perplexity of each model",
            "report, in order",
            labels,
            "perplexity",
            Chart.spread(perplexities) > Chart.ONE_SCALE,
            names,
            perplexities));
    page.add(Html.table("A line for every model in every report", escaped(header), escape(rows)));
    page.section("reports", "The reports");
    page.add(
        Html.table(
            "Where they are", List.of("Report", "Path", "Made", "Held-out text"), escape(places)));
    page.section("method", "How the verdict is made");
    return page.add(DEFINITIONS).html();
  }

  private static List<List<String>> escape(List<List<String>> rows) {
    return rows.stream().map(ComparisonPage::escaped).toList();
  }

  private static List<String> escaped(List<String> texts) {
    return texts.stream().map(Html::escape).toList();
  }
}
