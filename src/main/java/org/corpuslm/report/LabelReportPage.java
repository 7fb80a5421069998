package org.corpuslm.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.labeled.LabelEvaluation;
import org.corpuslm.labeled.score.LabelStats;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** The page of {@code evaluate}: figures of the models, and of each the labels that it confuses. */
final class LabelReportPage {
  private static final int MAX_LABELS = 25;
  private static final int MAX_ERRORS = 30;

  private final LabelEvaluation evaluation;
  private final LabelReport.Content content;
  private final Page page = new Page("Labels");

  private LabelReportPage(LabelEvaluation evaluation, LabelReport.Content content) {
    this.evaluation = evaluation;
    this.content = content;
  }

  /** Returns the page as HTML. */
  static String of(LabelEvaluation evaluation, LabelReport.Content content) {
    LabelReportPage report = new LabelReportPage(evaluation, content);
    report.page.head(
        "<p>%s, split %s: %s labels; intervals of 95%% by bootstrap over sentences, %d"
            + " replicates.</p>",
        Html.code(content.corpus()),
        content.split(),
        Figures.whole(content.labels()),
        content.replicates());
    report.models();
    for (int m = 0; m < evaluation.models().size(); m++) {
      report.confusion(m);
    }
    return report.page.html();
  }

  private void models() {
    page.section("models", "Models");
    HtmlTable table =
        new HtmlTable(
            "Models",
            "Model",
            "Accuracy",
            "95% interval",
            "Unknown words",
            "Sentences",
            "Macro F1",
            "Span F1",
            "95% interval");
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (LabelReport.Model m : content.models()) {
      table.row(
          m.name(),
          share(m.accuracy()),
          interval(m.accuracy95()),
          share(m.unknownAccuracy()),
          share(m.sentenceAccuracy()),
          share(m.macroF1()),
          m.spans() == null ? "–" : share(m.spans().f1()),
          m.spans() == null ? "–" : interval(m.spans().f1Interval95()));
      low.add(m.accuracy95() == null ? null : 100 * m.accuracy95()[0]);
      high.add(m.accuracy95() == null ? null : 100 * m.accuracy95()[1]);
    }
    page.chart(
        Chart.intervals(
            "accuracy",
            "Accuracy with 95% intervals",
            "accuracy, %",
            content.models().stream().map(LabelReport.Model::name).toList(),
            content.models().stream().map(m -> 100 * m.accuracy()).toList(),
            low,
            high));
    page.table(table);
    if (!content.comparisons().isEmpty()) {
      HtmlTable pairs =
          new HtmlTable(
              "Differences of accuracy in percentage points, by paired bootstrap",
              "Model",
              "Compared with",
              "Difference",
              "95% interval",
              "p-value");
      for (int i = 0; i < content.comparisons().size(); i++) {
        LabelEvaluation.Comparison c = evaluation.comparisons().get(i);
        LabelReport.Comparison figures = content.comparisons().get(i);
        pairs.row(
            evaluation.models().get(c.a()).name(),
            evaluation.models().get(c.b()).name(),
            points(c.accuracy()),
            figures.accuracy95() == null
                ? "–"
                : points(figures.accuracy95()[0]) + " – " + points(figures.accuracy95()[1]),
            Figures.pValue(figures.pValue()));
      }
      page.table(pairs);
    }
  }

  private void confusion(int m) {
    LabelEvaluation.ModelResult model = evaluation.models().get(m);
    page.section("model-" + m, model.name());
    List<LabelStats.Label> labels = new ArrayList<>(model.stats().byLabel());
    labels.sort(Comparator.comparingLong(LabelStats.Label::gold).reversed());
    HtmlTable table =
        new HtmlTable(
            "Labels, the most frequent first",
            "Label",
            "True",
            "Given",
            "Right",
            "Precision",
            "Recall",
            "F1");
    for (LabelStats.Label l : labels) {
      table.row(
          Html.foreign(evaluation.label(l.id())),
          Figures.whole(l.gold()),
          Figures.whole(l.predicted()),
          Figures.whole(l.right()),
          share(l.precision()),
          share(l.recall()),
          share(l.f1()));
    }
    List<LabelStats.Cell> cells = model.stats().confusion();
    matrix(labels.subList(0, Math.min(MAX_LABELS, labels.size())), cells);
    errors(cells);
    page.foldedTable("Precision, recall and F1 of each label", table);
  }

  private void matrix(List<LabelStats.Label> labels, List<LabelStats.Cell> cells) {
    Map<Long, Long> counts = new HashMap<>();
    cells.forEach(c -> counts.put(((long) c.gold() << 32) | c.predicted(), c.count()));
    List<Object> header = new ArrayList<>();
    header.add("True");
    labels.forEach(l -> header.add(Html.foreign(evaluation.label(l.id()))));
    HtmlTable table =
        new HtmlTable(
            "Confusion matrix of the %d most frequent labels: rows are true, columns given labels"
                .formatted(labels.size()),
            header);
    for (LabelStats.Label gold : labels) {
      List<Object> row = new ArrayList<>();
      row.add(Html.foreign(evaluation.label(gold.id())));
      for (LabelStats.Label given : labels) {
        long n = counts.getOrDefault(((long) gold.id() << 32) | given.id(), 0L);
        row.add(n == 0 ? "" : Figures.whole(n));
      }
      table.row(row);
    }
    page.table(table);
  }

  private void errors(List<LabelStats.Cell> cells) {
    HtmlTable table =
        new HtmlTable("The most frequent errors", "True", "Given", "Count", "Share of errors");
    List<LabelStats.Cell> wrong =
        cells.stream()
            .filter(c -> c.gold() != c.predicted())
            .sorted(Comparator.comparingLong(LabelStats.Cell::count).reversed())
            .toList();
    long all = wrong.stream().mapToLong(LabelStats.Cell::count).sum();
    for (LabelStats.Cell c : wrong.subList(0, Math.min(MAX_ERRORS, wrong.size()))) {
      table.row(
          Html.foreign(evaluation.label(c.gold())),
          Html.foreign(evaluation.label(c.predicted())),
          Figures.whole(c.count()),
          share((double) c.count() / all));
    }
    if (all > 0) {
      page.table(table);
    }
  }

  private static String points(double difference) {
    return Figures.number(100 * difference);
  }

  private static String share(Double share) {
    return share == null ? "–" : Figures.share(share);
  }

  private static String interval(double[] ends) {
    return ends == null ? "–" : Figures.share(ends[0]) + " – " + Figures.share(ends[1]);
  }
}
