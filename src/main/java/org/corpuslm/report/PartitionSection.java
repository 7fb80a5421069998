package org.corpuslm.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.Evaluation.ModelResult;
import org.corpuslm.evaluate.stats.PerplexityStats;

/** Perplexities of the held-out partitions: how they are spread, and the worst ones by name. */
final class PartitionSection {
  private static final double[] QUANTILES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
  private static final int WORST = 10;
  private static final int MAX_POINTS = 200;

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  PartitionSection(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    int partitions = evaluation.partitions().size();
    page.section("partitions", "By partition");
    if (partitions < 2) {
      page.note("The held-out text is one partition; there is nothing to compare.");
      return;
    }
    List<double[]> sorted = new ArrayList<>();
    for (ModelResult m : evaluation.models()) {
      sorted.add(
          m.partitions().stream().mapToDouble(PerplexityStats::perplexity).sorted().toArray());
    }
    chart(sorted, partitions);
    List<String> header = new ArrayList<>(List.of("Model"));
    for (double q : QUANTILES) {
      header.add(q == 0 ? "Lowest" : q == 1 ? "Highest" : q == 0.5 ? "Median" : percent(q));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int m = 0; m < labels.size(); m++) {
      List<String> row = new ArrayList<>(List.of(Html.escape(labels.get(m))));
      for (double q : QUANTILES) {
        row.add(Html.number(sorted.get(m)[(int) Math.round(q * (partitions - 1))]));
      }
      rows.add(row);
    }
    page.add(
        Html.table(
            "How the perplexities of %,d partitions are spread".formatted(partitions),
            header,
            rows));
    worst();
  }

  private static String percent(double q) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * q);
  }

  private void chart(List<double[]> sorted, int partitions) {
    int points = Math.min(partitions, MAX_POINTS);
    List<Double> at = new ArrayList<>();
    List<List<Double>> lines = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      at.add(100.0 * i / (points - 1));
    }
    for (double[] values : sorted) {
      lines.add(
          IntStream.range(0, points)
              .mapToObj(i -> values[(int) Math.round((double) i * (partitions - 1) / (points - 1))])
              .toList());
    }
    page.chart(
        Chart.lines(
            "c-partitions",
            "Perplexities of the partitions, sorted for each model",
            "% of the partitions are at or below",
            false,
            at,
            "perplexity",
            true,
            labels,
            lines));
  }

  /** By what the best model makes of them; by the first one if no model is finite. */
  private void worst() {
    int judge = Math.max(0, Verdict.of(evaluation).best());
    List<PerplexityStats> judged = evaluation.models().get(judge).partitions();
    List<Integer> order = new ArrayList<>(IntStream.range(0, judged.size()).boxed().toList());
    order.sort(
        Comparator.comparingDouble((Integer p) -> judged.get(p).crossEntropy())
            .reversed()
            .thenComparing(p -> p));
    List<String> header = new ArrayList<>(List.of("Partition", "Tokens", "OOV"));
    labels.forEach(l -> header.add(Html.escape(l)));
    List<List<String>> rows = new ArrayList<>();
    for (int p : order.subList(0, Math.min(WORST, order.size()))) {
      List<String> row = new ArrayList<>();
      row.add(Html.code(evaluation.partitions().get(p)));
      row.add(Figures.whole(judged.get(p).tokens()));
      row.add(Html.percent((double) judged.get(p).oov() / judged.get(p).tokens()));
      evaluation.models().forEach(m -> row.add(Html.number(m.partitions().get(p).perplexity())));
      rows.add(row);
    }
    page.add(Html.table("The worst partitions for " + labels.get(judge), header, rows));
    page.note("All partitions: <code>tables/partitions.csv</code> and <code>.parquet</code>.");
  }
}
