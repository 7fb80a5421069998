package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Calibration;
import org.corpuslm.evaluate.breakdown.OovWords;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/** Sections with OOV words, and with the calibration of the probabilities of words. */
final class VocabularySections {
  private static final int MAX_LISTED = 50;
  private static final int RANGES = Calibration.CONFIDENCES;

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  VocabularySections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    oov();
    calibration();
  }

  private void oov() {
    page.section("oov", "Out-of-vocabulary words");
    OovWords oov = evaluation.oov();
    String literal = Figures.whole(oov.literal());
    if (oov.types() == 0) {
      page.p(
          "%s",
          oov.literal() == 0
              ? "All words of the text are in its vocabulary."
              : literal
                  + " tokens are literally the unknown word; all others are in the vocabulary.");
      return;
    }
    page.p(
        "%s different words of the text are not in its vocabulary; all are scored as the unknown"
            + " word.%s",
        Figures.whole(oov.types()),
        oov.literal() == 0
            ? ""
            : " Another " + literal + " tokens are literally the unknown word.");
    HtmlTable table = new HtmlTable("Most frequent OOV words", "Word", "Tokens");
    oov.words().stream()
        .limit(MAX_LISTED)
        .forEach(w -> table.row(Html.foreign(w.word()), Figures.whole(w.count())));
    page.foldedTable("The most frequent OOV words", table);
    page.note(
        "The %s most frequent ones are in <code>tables/oov.csv</code>.",
        Figures.whole(oov.words().size()));
  }

  private void calibration() {
    page.section("calibration", "Calibration");
    List<Integer> models =
        IntStream.range(0, labels.size())
            .filter(m -> calibration(m) != null && calibration(m).positions() > 0)
            .boxed()
            .toList();
    if (models.size() < labels.size()) {
      page.note(
          "Not measured for %s: this needs probabilities, a model that is not sharded, and a text"
              + " that is long enough for a sample.",
          IntStream.range(0, labels.size())
              .filter(m -> !models.contains(m))
              .mapToObj(labels::get)
              .collect(Collectors.joining(", ")));
    }
    if (models.isEmpty()) {
      return;
    }
    page.p(
        "At %s positions, chosen by a hash, each model gave the probabilities of all words (networks:"
            + " from the beginning of the sentence). The likeliest word of a calibrated model occurs"
            + " as often as its probability, the <em>confidence</em>, says.",
        Figures.whole(calibration(models.get(0)).positions()));
    confidence(models);
    mass(models);
  }

  private Calibration calibration(int model) {
    return evaluation.models().get(model).breakdown().calibration();
  }

  private void confidence(List<Integer> models) {
    List<Double> at = IntStream.range(0, RANGES).mapToObj(i -> (i + 0.5) / RANGES).toList();
    List<String> names = new ArrayList<>(models.stream().map(labels::get).toList());
    List<List<Double>> lines = new ArrayList<>();
    HtmlTable table =
        new HtmlTable(
            "Accuracy of the likeliest word by its probability",
            "Model",
            "Accuracy",
            "Calibration error",
            IntStream.range(0, RANGES).mapToObj(VocabularySections::range).toList());
    for (int m : models) {
      Calibration c = calibration(m);
      lines.add(IntStream.range(0, RANGES).mapToObj(c::accuracy).toList());
      table.row(
          labels.get(m),
          Figures.percent(c.accuracy()),
          Figures.percent(c.error()),
          IntStream.range(0, RANGES)
              .mapToObj(
                  i ->
                      c.likeliest(i) == 0
                          ? "–"
                          : Figures.percent(c.accuracy(i)) + " of " + c.likeliest(i))
              .toList());
    }
    names.add("perfectly calibrated");
    lines.add(at);
    page.chart(
        Chart.lines(
            "c-confidence",
            "Accuracy of the likeliest word by its probability",
            Axis.linear("probability of the likeliest word"),
            at,
            Axis.linear("accuracy"),
            names,
            lines));
    page.table(table);
  }

  private static String range(int i) {
    return String.format(Locale.ROOT, "%.1f–%.1f", (double) i / RANGES, (i + 1.0) / RANGES);
  }

  private void mass(List<Integer> models) {
    HtmlTable table =
        new HtmlTable(
            "Expected occurrences of words (sum of their probabilities) and observed occurrences",
            "Probability of a word",
            models.stream()
                .flatMap(m -> List.of(labels.get(m) + ": expected", "observed").stream())
                .toList());
    for (int i = 0; i < Calibration.EDGES.length; i++) {
      List<String> row = new ArrayList<>();
      for (int m : models) {
        row.add(String.format(Locale.ROOT, "%.1f", calibration(m).expected(i)));
        row.add(Figures.whole(calibration(m).observed(i)));
      }
      table.row(
          (i == 0 ? "" : number(Calibration.EDGES[i - 1]) + " < ")
              + "p ≤ "
              + number(Calibration.EDGES[i]),
          row);
    }
    page.foldedTable("All words by their probability", table);
  }

  private static String number(double p) {
    return p >= 0.01 ? Double.toString(p) : String.format(Locale.ROOT, "%.0e", p);
  }
}
