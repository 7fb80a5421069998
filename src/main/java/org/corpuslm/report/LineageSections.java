package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.ngram.count.CountFacts;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;

/** What the models were made from: how networks were trained, what count stores hold. */
final class LineageSections {
  private final Page page;
  private final Lineage origins;

  LineageSections(Page page, Lineage origins) {
    this.page = page;
    this.origins = origins;
  }

  void add() {
    trainings();
    counts();
    if (!origins.missing().isEmpty()) {
      page.note(
          "Not shown, because it is not there as it was: "
              + String.join("; ", origins.missing().stream().map(Html::escape).toList())
              + ".");
    }
  }

  private void trainings() {
    page.section("training", "How the networks were trained");
    if (origins.trainings().isEmpty()) {
      page.note("No model here is a network that says how it was trained.");
    }
    List<String> paths = List.copyOf(origins.trainings().keySet());
    List<String> labels = Labels.of(paths);
    for (int i = 0; i < paths.size(); i++) {
      TrainingSections training =
          new TrainingSections(page, "c-t%d-".formatted(i), origins.trainings().get(paths.get(i)));
      page.add("<h3>" + Html.escape(labels.get(i)) + "</h3>\n").p(training.outcome());
      training.curves();
      training.epochs();
      training.flow();
    }
  }

  private void counts() {
    page.section("counts", "What was counted");
    if (origins.counts().isEmpty()) {
      page.note("No count store behind these models can be looked at.");
    }
    int i = 0;
    for (var entry : origins.counts().entrySet()) {
      store(i++, entry.getKey(), entry.getValue());
    }
  }

  private void store(int index, String path, CountFacts facts) {
    page.p(
        "%s: %s tokens of training text."
            .formatted(Html.code(path), Figures.whole(facts.tokens())));
    List<String> header = new ArrayList<>(List.of("Order", "Distinct", "Tokens"));
    IntStream.rangeClosed(1, OrderFacts.MAX_COUNT).forEach(j -> header.add(j + "×"));
    List<List<String>> rows = new ArrayList<>();
    for (int k = 1; k <= facts.order(); k++) {
      OrderFacts order = facts.orders().get(k - 1);
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(k));
      row.add(Figures.whole(order.ngrams()));
      row.add(Figures.whole(order.total()));
      for (int j = 1; j <= OrderFacts.MAX_COUNT; j++) {
        row.add(Figures.whole(order.rawCountsOfCounts()[j]));
      }
      rows.add(row);
    }
    page.add(Html.table("Counts of counts: n-grams that come once, twice, …", header, rows));
    growth(index, facts);
  }

  private void growth(int index, CountFacts facts) {
    List<String> names =
        IntStream.rangeClosed(1, facts.order()).mapToObj(k -> k + "-grams").toList();
    List<List<Double>> lines = new ArrayList<>();
    for (OrderFacts order : facts.orders()) {
      lines.add(LineageTables.SHARES.stream().map(order::expectedDistinct).toList());
    }
    List<Double> tokens = LineageTables.SHARES.stream().map(f -> f * facts.tokens()).toList();
    page.chart(
        Chart.lines(
            "c-growth%d".formatted(index),
            "Distinct n-grams in a random part of the training text",
            "tokens",
            true,
            tokens,
            "distinct n-grams",
            true,
            names,
            lines));
    List<String> header = new ArrayList<>(List.of("Share of the text", "Tokens"));
    header.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      List<String> row = new ArrayList<>();
      row.add(Html.percent(LineageTables.SHARES.get(i)));
      row.add(Figures.whole(Math.round(tokens.get(i))));
      for (List<Double> line : lines) {
        row.add(Figures.whole(Math.round(line.get(i))));
      }
      rows.add(row);
    }
    page.add(
        Html.table("Distinct n-grams to be expected in a random part of the text", header, rows));
    page.note(
        "Expected from the counts of counts n<sub>j</sub>: Σ n<sub>j</sub> (1 − (1 − f)<sup>j</sup>) for a share f of the text, every occurrence in or out by chance (Good and Toulmin 1956); counts above %d at the mean of their octave."
            .formatted(OrderFacts.MAX_COUNT));
  }
}
