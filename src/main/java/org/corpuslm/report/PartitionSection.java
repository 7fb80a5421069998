package org.corpuslm.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** Section with the distribution of perplexities over the partitions, and the highest ones. */
final class PartitionSection {
  private static final double[] QUANTILES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
  private static final int MAX_LISTED = 10;
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
    List<double[]> sorted =
        evaluation.models().stream()
            .map(
                m ->
                    m.partitions().stream()
                        .mapToDouble(PerplexityStats::perplexity)
                        .sorted()
                        .toArray())
            .toList();
    chart(sorted, partitions);
    HtmlTable table =
        new HtmlTable(
            "Quantiles of the perplexities of " + Figures.whole(partitions) + " partitions",
            "Model",
            Arrays.stream(QUANTILES).mapToObj(PartitionSection::name).toList());
    for (int m = 0; m < labels.size(); m++) {
      double[] values = sorted.get(m);
      table.row(
          labels.get(m),
          DoubleStream.of(QUANTILES)
              .mapToObj(q -> Figures.cell(values[(int) Math.round(q * (partitions - 1))]))
              .toList());
    }
    page.table(table);
    highest();
  }

  private static String name(double q) {
    if (q == 0 || q == 1) {
      return q == 0 ? "Lowest" : "Highest";
    }
    return q == 0.5 ? "Median" : String.format(Locale.ROOT, "%.0f%%", 100 * q);
  }

  private void chart(List<double[]> sorted, int partitions) {
    int points = Math.min(partitions, MAX_POINTS);
    page.chart(
        Chart.lines(
            "c-partitions",
            "Perplexities of the partitions, sorted for each model",
            Axis.linear("% of partitions at or below"),
            IntStream.range(0, points).mapToObj(i -> 100.0 * i / (points - 1)).toList(),
            Axis.log("perplexity"),
            labels,
            sorted.stream()
                .map(
                    values ->
                        IntStream.range(0, points)
                            .map(
                                i -> (int) Math.round((double) i * (partitions - 1) / (points - 1)))
                            .mapToObj(i -> values[i])
                            .toList())
                .toList()));
  }

  /** Lists the partitions by the perplexity of the best model; of the first if none is finite. */
  private void highest() {
    int best = Math.max(0, BestModel.of(evaluation).best());
    List<PerplexityStats> ranked = evaluation.models().get(best).partitions();
    HtmlTable table =
        new HtmlTable(
            "Partitions with the highest perplexity under " + labels.get(best),
            "Partition",
            "Tokens",
            "OOV",
            labels);
    IntStream.range(0, ranked.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer p) -> ranked.get(p).crossEntropy())
                .reversed()
                .thenComparing(p -> p))
        .limit(MAX_LISTED)
        .forEach(
            p ->
                table.row(
                    Html.code(evaluation.partitions().get(p)),
                    Figures.whole(ranked.get(p).tokens()),
                    Figures.percent((double) ranked.get(p).oov() / ranked.get(p).tokens()),
                    evaluation.models().stream()
                        .map(m -> Figures.cell(m.partitions().get(p).perplexity()))
                        .toList()));
    page.table(table);
    page.note(
        "All partitions are in <code>tables/partitions.csv</code> and <code>.parquet</code>.");
  }
}
