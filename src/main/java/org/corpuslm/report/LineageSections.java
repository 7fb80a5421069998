package org.corpuslm.report;

import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** Sections with the training of networks, and with the count stores behind n-gram models. */
final class LineageSections {
  private final Page page;
  private final Lineage lineage;

  LineageSections(Page page, Lineage lineage) {
    this.page = page;
    this.lineage = lineage;
  }

  void add() {
    trainings();
    counts();
    if (!lineage.missing().isEmpty()) {
      page.note("Not shown: %s.", String.join("; ", lineage.missing()));
    }
  }

  private void trainings() {
    page.section("training", "Training of the networks");
    if (lineage.trainings().isEmpty()) {
      page.note("None of these models is a network with a record of its training.");
    }
    List<String> paths = List.copyOf(lineage.trainings().keySet());
    List<String> labels = Labels.of(paths);
    for (int i = 0; i < paths.size(); i++) {
      page.heading("%s", labels.get(i));
      new TrainingPage(page, "c-t%d-".formatted(i), lineage.trainings().get(paths.get(i))).add();
    }
  }

  private void counts() {
    page.section("counts", "Counts of the training text");
    if (lineage.counts().isEmpty()) {
      page.note("None of these models has a count store that can still be read.");
    }
    int i = 0;
    for (var entry : lineage.counts().entrySet()) {
      store(i++, entry.getKey(), entry.getValue());
    }
  }

  private void store(int index, String path, CountFacts facts) {
    page.p("%s: %s tokens of training text.", Html.code(path), Figures.whole(facts.tokens()));
    HtmlTable table =
        new HtmlTable(
            "Counts of counts: number of n-grams that occur once, twice, …",
            "Order",
            "Distinct",
            "Tokens",
            IntStream.rangeClosed(1, OrderFacts.MAX_COUNT).mapToObj(j -> j + "×").toList());
    for (int k = 1; k <= facts.order(); k++) {
      OrderFacts order = facts.orders().get(k - 1);
      table.row(
          k,
          Figures.whole(order.ngrams()),
          Figures.whole(order.total()),
          IntStream.rangeClosed(1, OrderFacts.MAX_COUNT)
              .mapToObj(j -> Figures.whole(order.rawCountsOfCounts()[j]))
              .toList());
    }
    page.table(table);
    growth(index, facts);
  }

  private void growth(int index, CountFacts facts) {
    List<String> names =
        IntStream.rangeClosed(1, facts.order()).mapToObj(k -> k + "-grams").toList();
    List<List<Double>> lines =
        facts.orders().stream()
            .map(order -> LineageTables.SHARES.stream().map(order::expectedDistinct).toList())
            .toList();
    List<Double> tokens = LineageTables.SHARES.stream().map(f -> f * facts.tokens()).toList();
    page.chart(
        Chart.lines(
            "c-growth%d".formatted(index),
            "Distinct n-grams in a random part of the training text",
            Axis.log("tokens"),
            tokens,
            Axis.log("distinct n-grams"),
            names,
            lines));
    HtmlTable table =
        new HtmlTable(
            "Expected number of distinct n-grams in a random part of the text",
            "Share of the text",
            "Tokens",
            names);
    for (int i = 0; i < tokens.size(); i++) {
      int at = i;
      table.row(
          Figures.percent(LineageTables.SHARES.get(i)),
          Figures.whole(Math.round(tokens.get(i))),
          lines.stream().map(line -> Figures.whole(Math.round(line.get(at)))).toList());
    }
    page.table(table);
    page.note(
        "Expected values from the counts of counts n<sub>j</sub>: Σ n<sub>j</sub> (1 − (1 −"
            + " f)<sup>j</sup>) for a share f of the text, in which every occurrence is with"
            + " probability f (Good and Toulmin 1956). Counts above %d are grouped by powers of two"
            + " and taken at the mean of their group.",
        OrderFacts.MAX_COUNT);
  }
}
