package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.neural.network.TextScores;

/** An evaluation as one self-contained HTML page; what matters most comes first. */
final class ReportPage {
  private final Evaluation evaluation;
  private final PerplexityReport.Content content;
  private final List<String> labels;
  private final Page page = new Page("Perplexity report");

  private ReportPage(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.content = PerplexityReport.content(evaluation);
    this.labels = EvaluationTables.labels(evaluation);
  }

  static String of(Evaluation evaluation, Provenance provenance) {
    ReportPage report = new ReportPage(evaluation);
    report.lead();
    report.models();
    report.pairs();
    new BreakdownSections(report.page, evaluation, report.labels).add();
    new SentenceSections(report.page, evaluation, report.labels).add();
    new LineageSections(report.page, provenance.origins()).add();
    new MethodSections(report.page, evaluation, provenance, report.labels).add();
    return report.page.html();
  }

  private Verdict verdict() {
    return Verdict.of(evaluation);
  }

  private void lead() {
    PerplexityReport.Model first = content.models().get(0);
    page.lead("<p class=\"lead\">" + verdict().html(labels) + "</p>\n");
    page.lead(
        "<p class=\"note\">%s, %s: %s tokens in %s sentences and %s %s, vocabulary %s words.</p>\n"
            .formatted(
                Html.code(content.corpus()),
                Html.escape(content.split()),
                Figures.whole(first.tokens()),
                Figures.whole(first.sentences()),
                Figures.whole(first.partitions()),
                first.partitions() == 1 ? "partition" : "partitions",
                Figures.whole(content.vocabularySize())));
  }

  private void models() {
    page.section("models", "Models side by side");
    List<List<String>> rows = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    List<String> drawn = new ArrayList<>();
    for (int m = 0; m < labels.size(); m++) {
      PerplexityReport.Model model = content.models().get(m);
      boolean probabilities = model.perplexity() != null;
      double[] interval = evaluation.models().get(m).confidence95();
      if (probabilities && evaluation.models().get(m).sameVocabulary()) {
        drawn.add(labels.get(m));
        values.add(model.perplexity());
        low.add(interval == null ? null : (Double) interval[0]);
        high.add(interval == null ? null : (Double) interval[1]);
      }
      rows.add(
          List.of(
              Html.escape(labels.get(m)) + " <small>" + Html.escape(model.name()) + "</small>",
              probabilities
                  ? Html.number(model.perplexity())
                  : "score " + Html.number(model.score()),
              Html.interval(interval),
              Html.number(model.perplexityExcludingOov()),
              Html.number(model.perplexityExcludingEos()),
              Html.number(model.bitsPerToken()),
              Figures.whole(model.oov()),
              Figures.whole(model.zeroProbability()),
              Figures.whole(Math.round(model.tokensPerSecond()))));
    }
    page.add(
        Html.table(
            "Models on the same held-out text",
            List.of(
                "Model",
                "Perplexity",
                "95% interval",
                "Without OOV",
                "Without &lt;/s&gt;",
                "Bits per token",
                "OOV tokens",
                "Tokens of p = 0",
                "Tokens/s of one task"),
            rows,
            verdict().best()));
    if (drawn.size() > 1) {
      page.chart(
          Chart.intervals(
              "c-models", "Perplexity with 95% intervals", "perplexity", drawn, values, low, high));
    }
    state();
  }

  private void state() {
    content.models().stream()
        .map(PerplexityReport.Model::state)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            state ->
                page.note(
                    "State of neural models: %s; every partition begins with the zero state, and so does every stretch of %s words or more that a long one is cut into."
                        .formatted(
                            Html.escape(state), Figures.whole(TextScores.WORDS_PER_STREAM))));
    for (int m = 0; m < labels.size(); m++) {
      ModelResult model = evaluation.models().get(m);
      if (model.approximation() != null) {
        page.note(Html.escape(labels.get(m)) + ": " + Html.escape(model.approximation()));
      }
    }
  }

  private void pairs() {
    if (evaluation.comparisons().isEmpty()) {
      return;
    }
    page.section("pairs", "Pairs of models");
    List<List<String>> rows = new ArrayList<>();
    for (Evaluation.Comparison c : evaluation.comparisons()) {
      double ratio = c.stats().logRatio();
      boolean swap = ratio > 0;
      Bootstrap.Difference d = evaluation.bootstrap().difference(c.a(), c.b());
      rows.add(
          List.of(
              Html.escape(labels.get(swap ? c.b() : c.a())),
              Html.escape(labels.get(swap ? c.a() : c.b())),
              less(Math.abs(ratio)),
              d == null ? "–" : swap ? range(-d.high(), -d.low()) : range(d.low(), d.high()),
              Html.pValue(d == null ? null : d.pValue()),
              Html.pValue(c.stats().pValue())));
    }
    page.add(
        Html.table(
            "How much lower the perplexity of the better one is, on the same sentences",
            List.of("Better", "Worse", "Lower by", "95% interval", "p, bootstrap", "p, t-test"),
            rows));
    page.note(
        "%s draws of sentences with replacement, seed %d; no correction for the number of pairs."
            .formatted(Figures.whole(evaluation.bootstrap().replicates()), Bootstrap.SEED));
  }

  private static String less(double nats) {
    if (Double.isNaN(nats)) {
      return "–";
    }
    return Double.isInfinite(nats) ? "infinitely" : Html.percent(-Math.expm1(-nats));
  }

  private static String range(double low, double high) {
    return Html.percent(-Math.expm1(high)) + " – " + Html.percent(-Math.expm1(low));
  }
}
