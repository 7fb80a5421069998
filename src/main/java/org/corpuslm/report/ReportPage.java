package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.neural.network.TextScores;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** An evaluation as one self-contained HTML page, with the result first and the method last. */
final class ReportPage {
  private final Evaluation evaluation;
  private final PerplexityReport.Content content;
  private final List<String> labels;
  private final BestModel best;
  private final Page page = new Page("Perplexity report");

  private ReportPage(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.content = PerplexityReport.content(evaluation);
    this.labels = EvaluationTables.labels(evaluation);
    this.best = BestModel.of(evaluation);
  }

  static String of(Evaluation evaluation, Provenance provenance) {
    ReportPage report = new ReportPage(evaluation);
    report.head();
    report.models();
    report.pairs();
    Page page = report.page;
    new PartitionSection(page, evaluation, report.labels).add();
    new BreakdownSections(page, evaluation, report.labels).add();
    new VocabularySections(page, evaluation, report.labels).add();
    new SentenceSections(page, evaluation, report.labels).add();
    new LineageSections(page, provenance.lineage()).add();
    new MethodSections(page, evaluation, provenance, report.labels).add();
    return page.html();
  }

  private void head() {
    PerplexityReport.Model first = content.models().get(0);
    page.head("<p class=\"lead\">%s</p>", best.html(labels));
    page.head(
        "<p class=\"note\">%s, %s: %s tokens in %s sentences and %s %s, vocabulary %s words.</p>",
        Html.code(content.corpus()),
        content.split(),
        Figures.whole(first.tokens()),
        Figures.whole(first.sentences()),
        Figures.whole(first.partitions()),
        first.partitions() == 1 ? "partition" : "partitions",
        Figures.whole(content.vocabularySize()));
  }

  private void models() {
    page.section("models", "Models side by side");
    HtmlTable table =
        new HtmlTable(
                "Models on the same held-out text",
                "Model",
                "Perplexity",
                "95% interval",
                "Without OOV",
                "Without </s>",
                "Bits per token",
                "Bits per byte",
                "Bits per character",
                "Per word",
                "OOV tokens",
                "Zero-probability tokens",
                "Tokens/s per task")
            .highlight(best.best());
    List<Double> values = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    List<String> drawn = new ArrayList<>();
    for (int m = 0; m < labels.size(); m++) {
      PerplexityReport.Model model = content.models().get(m);
      double[] interval = model.confidence95();
      if (model.perplexity() != null && evaluation.models().get(m).sameVocabulary()) {
        drawn.add(labels.get(m));
        values.add(model.perplexity());
        low.add(interval == null ? null : (Double) interval[0]);
        high.add(interval == null ? null : (Double) interval[1]);
      }
      table.row(
          Html.of("%s <small>%s</small>", labels.get(m), model.name()),
          model.perplexity() != null
              ? Figures.cell(model.perplexity())
              : "score " + Figures.cell(model.score()),
          Figures.interval(interval),
          Figures.cell(model.perplexityExcludingOov()),
          Figures.cell(model.perplexityExcludingEos()),
          Figures.cell(model.bitsPerToken()),
          Figures.bitsCell(model.bitsPerByte()),
          Figures.bitsCell(model.bitsPerCharacter()),
          Figures.cell(model.wordPerplexity()),
          Figures.whole(model.oov()),
          Figures.whole(model.zeroProbability()),
          Figures.whole(Math.round(model.tokensPerSecond())));
    }
    page.table(table);
    if (drawn.size() > 1) {
      page.chart(
          Chart.intervals(
              "c-models", "Perplexity with 95% intervals", "perplexity", drawn, values, low, high));
    }
    notes();
  }

  private void notes() {
    content.models().stream()
        .map(PerplexityReport.Model::state)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            state ->
                page.note(
                    "State of neural models: %s. Every partition begins with the zero state; so does"
                        + " every segment of %s words or more that a long partition is cut into.",
                    state, Figures.whole(TextScores.WORDS_PER_STREAM)));
    for (int m = 0; m < labels.size(); m++) {
      ModelResult model = evaluation.models().get(m);
      if (model.approximation() != null) {
        page.note("%s: %s", labels.get(m), model.approximation());
      }
    }
  }

  private void pairs() {
    if (evaluation.comparisons().isEmpty()) {
      return;
    }
    page.section("pairs", "Pairs of models");
    HtmlTable table =
        new HtmlTable(
            "Relative difference of the perplexities, on the same sentences",
            "Better",
            "Worse",
            "Lower by",
            "95% interval",
            "p, bootstrap",
            "p, t-test");
    for (Evaluation.Comparison c : evaluation.comparisons()) {
      double ratio = c.stats().logRatio();
      boolean swap = ratio > 0;
      Bootstrap.Difference d = evaluation.bootstrap().difference(c.a(), c.b());
      table.row(
          labels.get(swap ? c.b() : c.a()),
          labels.get(swap ? c.a() : c.b()),
          lowerBy(Math.abs(ratio)),
          d == null ? "–" : swap ? range(-d.high(), -d.low()) : range(d.low(), d.high()),
          Figures.pValue(d == null ? null : d.pValue()),
          Figures.pValue(c.stats().pValue()));
    }
    page.table(table);
    page.note(
        "%s bootstrap replicates of the sentences, seed %d. The p-values are not corrected for the"
            + " number of pairs.",
        Figures.whole(evaluation.bootstrap().replicates()), Bootstrap.SEED);
  }

  private static String lowerBy(double nats) {
    if (Double.isNaN(nats)) {
      return "–";
    }
    return Double.isInfinite(nats) ? "infinitely" : Figures.percent(-Math.expm1(-nats));
  }

  private static String range(double low, double high) {
    return Figures.percent(-Math.expm1(high)) + " – " + Figures.percent(-Math.expm1(low));
  }
}
