package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Breakdown;
import org.corpuslm.evaluate.breakdown.Buckets;
import org.corpuslm.evaluate.stats.TokenStats;

/** Where models are good and where not: by frequency, length, position, order. */
final class BreakdownSections {
  private static final String PERPLEXITY = "perplexity";

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  BreakdownSections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    new PartitionSection(page, evaluation, labels).add();
    page.section("frequency", "By word frequency");
    page.p(
        "By how often the predicted word comes in the training text, as the vocabulary of the model"
            + " has it.");
    bands(
        "frequency",
        "training count",
        "Perplexity by training count of the word",
        Buckets.frequencies(),
        Breakdown::byFrequency);
    page.section("length", "By sentence length");
    bands(
        "length",
        "words of the sentence",
        "Perplexity by words of the sentence (&lt;/s&gt; not counted)",
        Buckets.LENGTHS.labels(),
        Breakdown::byLength);
    page.section("position", "By position in the sentence");
    bands(
        "position",
        "position",
        "Perplexity by position in the sentence, from 1 (&lt;/s&gt; has one too)",
        Buckets.POSITIONS.labels(),
        Breakdown::byPosition);
    orders();
    new VocabularySections(page, evaluation, labels).add();
  }

  private List<List<TokenStats>> cells(Function<Breakdown, List<TokenStats>> part) {
    return evaluation.models().stream().map(m -> part.apply(m.breakdown())).toList();
  }

  private void bands(
      String id,
      String what,
      String caption,
      List<String> bands,
      Function<Breakdown, List<TokenStats>> part) {
    List<List<TokenStats>> cells = cells(part);
    List<Integer> used =
        IntStream.range(0, bands.size())
            .filter(i -> cells.stream().anyMatch(c -> c.get(i).tokens() > 0))
            .boxed()
            .toList();
    List<String> names = used.stream().map(bands::get).toList();
    page.chart(
        Chart.categories(
            "c-" + id,
            caption.replace("&lt;", "<").replace("&gt;", ">"),
            what,
            names,
            PERPLEXITY,
            true,
            labels,
            cells.stream()
                .map(c -> used.stream().map(i -> c.get(i).perplexity()).toList())
                .toList()));
    List<String> header = new ArrayList<>(List.of(Html.escape(capital(what)), "Tokens", "Share"));
    labels.forEach(l -> header.add(Html.escape(l)));
    long total = evaluation.models().get(0).total().tokens();
    List<List<String>> rows = new ArrayList<>();
    for (int i : used) {
      long tokens = cells.get(0).get(i).tokens();
      List<String> row = new ArrayList<>();
      row.add(Html.escape(bands.get(i)));
      row.add(Figures.whole(tokens));
      row.add(Html.percent((double) tokens / total));
      cells.forEach(c -> row.add(Html.number(c.get(i).perplexity())));
      rows.add(row);
    }
    page.add(Html.table(caption.replace("&lt;", "<").replace("&gt;", ">"), header, rows));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void orders() {
    page.section("order", "By order of the n-gram used");
    List<Integer> models =
        IntStream.range(0, labels.size())
            .filter(m -> !evaluation.models().get(m).breakdown().byOrder().isEmpty())
            .boxed()
            .toList();
    if (models.isEmpty()) {
      page.note("No model here is one of n-grams.");
      return;
    }
    page.p(
        "A back-off model takes p from the longest n-gram it has. A token is backed off if that is"
            + " shorter than the longest possible one, which reaches back to the beginning of the"
            + " sentence at most.");
    int orders =
        models.stream()
            .mapToInt(m -> evaluation.models().get(m).breakdown().byOrder().size())
            .max()
            .orElse(0);
    List<String> header = new ArrayList<>(List.of("Model", "Backed off", "Steps per token"));
    for (int k = 1; k <= orders; k++) {
      header.add(k + "-gram");
    }
    List<List<String>> shares = new ArrayList<>();
    List<List<String>> perplexities = new ArrayList<>();
    List<List<Double>> lines = new ArrayList<>();
    for (int m : models) {
      Breakdown b = evaluation.models().get(m).breakdown();
      double tokens = evaluation.models().get(m).total().tokens();
      List<String> share = new ArrayList<>();
      share.add(Html.escape(labels.get(m)));
      share.add(Html.percent(b.backedOff() / tokens));
      share.add(Html.number(b.backOffs() / tokens));
      List<String> perplexity = new ArrayList<>(List.of(Html.escape(labels.get(m))));
      List<Double> line = new ArrayList<>();
      for (int k = 0; k < orders; k++) {
        TokenStats cell = k < b.byOrder().size() ? b.byOrder().get(k) : null;
        share.add(cell == null ? "–" : Html.percent(cell.tokens() / tokens));
        perplexity.add(cell == null ? "–" : Html.number(cell.perplexity()));
        line.add(cell == null ? null : 100 * cell.tokens() / tokens);
      }
      shares.add(share);
      perplexities.add(perplexity);
      lines.add(line);
    }
    List<String> names = IntStream.rangeClosed(1, orders).mapToObj(k -> k + "-gram").toList();
    page.chart(
        Chart.categories(
            "c-order",
            "Share of tokens by order of the n-gram used",
            "order",
            names,
            "% of tokens",
            false,
            models.stream().map(labels::get).toList(),
            lines));
    page.add(Html.table("Share of tokens by order of the n-gram used", header, shares));
    List<String> columns = new ArrayList<>(List.of("Model"));
    columns.addAll(names);
    page.add(Html.table("Perplexity by order of the n-gram used", columns, perplexities));
  }
}
