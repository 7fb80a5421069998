package org.corpuslm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.breakdown.Calibration;
import org.corpuslm.evaluate.breakdown.OovWords;

/** Words that are not in the vocabulary; whether the probabilities of words are what they say. */
final class VocabularySections {
  private static final int SHOWN = 50;

  private final Page page;
  private final Evaluation evaluation;
  private final List<String> labels;

  VocabularySections(Page page, Evaluation evaluation, List<String> labels) {
    this.page = page;
    this.evaluation = evaluation;
    this.labels = labels;
  }

  void add() {
    unknown();
    calibration();
  }

  private void unknown() {
    page.section("oov", "Words that are not in the vocabulary");
    OovWords oov = evaluation.oov();
    if (oov.types() == 0) {
      page.p(
          oov.literal() == 0
              ? "All words of the text are in its vocabulary."
              : "%s tokens are literally the unknown word; all others are in the vocabulary."
                  .formatted(Figures.whole(oov.literal())));
      return;
    }
    page.p(
        "%s different words of the text are not in its vocabulary; all are scored as the unknown word.%s"
            .formatted(
                Figures.whole(oov.types()),
                oov.literal() == 0
                    ? ""
                    : " %s tokens more are literally the unknown word."
                        .formatted(Figures.whole(oov.literal()))));
    List<List<String>> rows = new ArrayList<>();
    for (OovWords.Word w : oov.words().subList(0, Math.min(SHOWN, oov.words().size()))) {
      rows.add(List.of(Html.foreign(w.word()), Figures.whole(w.count())));
    }
    page.add("<details><summary>The most frequent ones</summary>\n");
    page.add(Html.table("Most frequent unknown words", List.of("Word", "Tokens"), rows));
    page.add("</details>\n");
    page.note(
        "The first %s: <code>tables/oov.csv</code>.".formatted(Figures.whole(oov.words().size())));
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
          "Not measured of: %s. Scores, and models that are served by shards, are left out, and so is a text too short for a sample."
              .formatted(
                  String.join(
                      ", ",
                      IntStream.range(0, labels.size())
                          .filter(m -> !models.contains(m))
                          .mapToObj(m -> Html.escape(labels.get(m)))
                          .toList())));
    }
    if (models.isEmpty()) {
      return;
    }
    page.p(
        "At %s positions, picked by a hash of where they stand, each model was asked for the probabilities of all words (networks: from the beginning of the sentence). The likeliest word should come as often as its probability, the <em>confidence</em>, says."
            .formatted(Figures.whole(calibration(models.get(0)).positions())));
    confidence(models);
    mass(models);
  }

  private Calibration calibration(int model) {
    return evaluation.models().get(model).breakdown().calibration();
  }

  private void confidence(List<Integer> models) {
    List<String> names = new ArrayList<>(models.stream().map(labels::get).toList());
    List<List<Double>> lines = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    for (int i = 0; i < Calibration.CONFIDENCES; i++) {
      at.add((i + 0.5) / Calibration.CONFIDENCES);
    }
    for (int m : models) {
      List<Double> line = new ArrayList<>();
      for (int i = 0; i < Calibration.CONFIDENCES; i++) {
        line.add(calibration(m).accuracy(i));
      }
      lines.add(line);
    }
    names.add("as it should be");
    lines.add(at);
    page.chart(
        Chart.lines(
            "c-confidence",
            "How often the likeliest word comes, by its probability",
            "probability of the likeliest word",
            false,
            at,
            "share of hits",
            false,
            names,
            lines));
    List<String> header = new ArrayList<>(List.of("Model", "Hits", "Calibration error"));
    for (int i = 0; i < Calibration.CONFIDENCES; i++) {
      header.add(
          String.format(
              Locale.ROOT,
              "%.1f–%.1f",
              (double) i / Calibration.CONFIDENCES,
              (i + 1.0) / Calibration.CONFIDENCES));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int m : models) {
      Calibration c = calibration(m);
      List<String> row = new ArrayList<>();
      row.add(Html.escape(labels.get(m)));
      row.add(Html.percent(c.accuracy()));
      row.add(Html.percent(c.error()));
      for (int i = 0; i < Calibration.CONFIDENCES; i++) {
        row.add(
            c.likeliest(i) == 0
                ? "–"
                : "%s of %s".formatted(Html.percent(c.accuracy(i)), c.likeliest(i)));
      }
      rows.add(row);
    }
    page.add(Html.table("Hits of the likeliest word, by its probability", header, rows));
  }

  private void mass(List<Integer> models) {
    List<String> header = new ArrayList<>(List.of("Probability of a word"));
    for (int m : models) {
      header.add(Html.escape(labels.get(m)) + ": expected");
      header.add("came");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Calibration.EDGES.length; i++) {
      List<String> row = new ArrayList<>();
      row.add(
          (i == 0 ? "" : number(Calibration.EDGES[i - 1]) + " &lt; ")
              + "p ≤ "
              + number(Calibration.EDGES[i]));
      for (int m : models) {
        row.add(String.format(Locale.ROOT, "%.1f", calibration(m).expected(i)));
        row.add(Figures.whole(calibration(m).observed(i)));
      }
      rows.add(row);
    }
    page.add("<details><summary>All words, by their probability</summary>\n");
    page.add(
        Html.table(
            "Words that should have come by the sum of their probabilities, and that came",
            header,
            rows));
    page.add("</details>\n");
  }

  private static String number(double p) {
    return p >= 0.01 ? Double.toString(p) : String.format(Locale.ROOT, "%.0e", p);
  }
}
