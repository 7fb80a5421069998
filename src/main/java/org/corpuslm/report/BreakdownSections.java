package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.Buckets;
import org.corpuslm.evaluate.stats.TokenStats;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** Sections with perplexities by word frequency, sentence length, position and n-gram order. */
final class BreakdownSections {
  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  BreakdownSections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    page.section("frequency", "By word frequency");
    page.p(
        "Tokens grouped by how often the predicted word occurs in the training text, according to"
            + " the vocabulary of the model.");
    buckets(
        "frequency",
        "Training count",
        "Perplexity by training count of the word",
        Buckets.frequencies(),
        Breakdown::byFrequency);
    page.section("length", "By sentence length");
    buckets(
        "length",
        "Words of the sentence",
        "Perplexity by words of the sentence (</s> not counted)",
        Buckets.LENGTHS.labels(),
        Breakdown::byLength);
    page.section("position", "By position in the sentence");
    buckets(
        "position",
        "Position",
        "Perplexity by position in the sentence, from 1 (</s> has a position too)",
        Buckets.POSITIONS.labels(),
        Breakdown::byPosition);
    orders();
  }

  /** Adds a chart and a table over the buckets that are not empty. */
  private void buckets(
      String id,
      String header,
      String caption,
      List<String> names,
      Function<Breakdown, List<TokenStats>> part) {
    List<List<TokenStats>> models =
        evaluation.models().stream().map(m -> part.apply(m.breakdown())).toList();
    List<Integer> used =
        IntStream.range(0, names.size())
            .filter(i -> models.stream().anyMatch(m -> m.get(i).tokens() > 0))
            .boxed()
            .toList();
    page.chart(
        Chart.categories(
            "c-" + id,
            caption,
            Character.toLowerCase(header.charAt(0)) + header.substring(1),
            used.stream().map(names::get).toList(),
            Axis.log("perplexity"),
            labels,
            models.stream()
                .map(m -> used.stream().map(i -> m.get(i).perplexity()).toList())
                .toList()));
    long total = evaluation.models().get(0).total().tokens();
    HtmlTable table = new HtmlTable(caption, header, "Tokens", "Share", labels);
    for (int i : used) {
      long tokens = models.get(0).get(i).tokens();
      table.row(
          names.get(i),
          Figures.whole(tokens),
          Figures.percent((double) tokens / total),
          models.stream().map(m -> Figures.cell(m.get(i).perplexity())).toList());
    }
    page.table(table);
  }

  private void orders() {
    page.section("order", "By order of the n-gram used");
    List<Integer> models =
        IntStream.range(0, labels.size())
            .filter(m -> !evaluation.models().get(m).breakdown().byOrder().isEmpty())
            .boxed()
            .toList();
    if (models.isEmpty()) {
      page.note("None of these models is an n-gram model.");
      return;
    }
    page.p(
        "A back-off model takes p from the longest n-gram that it contains. A token is backed off if"
            + " that n-gram is shorter than the longest possible one, which reaches back to the"
            + " beginning of the sentence at most.");
    int orders =
        models.stream()
            .mapToInt(m -> evaluation.models().get(m).breakdown().byOrder().size())
            .max()
            .orElse(0);
    List<String> names = IntStream.rangeClosed(1, orders).mapToObj(k -> k + "-gram").toList();
    String caption = "Share of tokens by order of the n-gram used";
    HtmlTable shares = new HtmlTable(caption, "Model", "Backed off", "Steps per token", names);
    HtmlTable perplexities =
        new HtmlTable("Perplexity by order of the n-gram used", "Model", names);
    List<List<Double>> lines = new ArrayList<>();
    for (int m : models) {
      Breakdown b = evaluation.models().get(m).breakdown();
      double tokens = evaluation.models().get(m).total().tokens();
      List<String> share = new ArrayList<>();
      List<String> perplexity = new ArrayList<>();
      List<Double> line = new ArrayList<>();
      for (int k = 0; k < orders; k++) {
        TokenStats stats = k < b.byOrder().size() ? b.byOrder().get(k) : null;
        share.add(stats == null ? "–" : Figures.percent(stats.tokens() / tokens));
        perplexity.add(stats == null ? "–" : Figures.cell(stats.perplexity()));
        line.add(stats == null ? null : 100 * stats.tokens() / tokens);
      }
      shares.row(
          labels.get(m),
          Figures.percent(b.backedOff() / tokens),
          Figures.cell(b.backOffs() / tokens),
          share);
      perplexities.row(labels.get(m), perplexity);
      lines.add(line);
    }
    page.chart(
        Chart.categories(
            "c-order",
            caption,
            "order",
            names,
            Axis.linear("% of tokens"),
            models.stream().map(labels::get).toList(),
            lines));
    page.table(shares).table(perplexities);
  }
}
