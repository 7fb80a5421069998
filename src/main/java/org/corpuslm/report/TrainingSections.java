package org.corpuslm.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.neural.training.TrainSummary;

/** How a network was trained: curves of the epochs, gradient flow. */
final class TrainingSections {
  private final Page page;
  private final String prefix;
  private final TrainSummary summary;

  /**
   * For a page.
   *
   * @param prefix of the ids of its charts
   */
  TrainingSections(Page page, String prefix, TrainSummary summary) {
    this.page = page;
    this.prefix = prefix;
    this.summary = summary;
  }

  /** What was trained and how it ended, as HTML. */
  String outcome() {
    return "%s, %s words, BLAS kernel %s; epoch %d was published; training ended: %s."
        .formatted(
            summary.workers() == 1 ? "1 worker" : summary.workers() + " workers",
            Figures.whole(summary.words()),
            Html.escape(summary.blasKernel()),
            summary.bestEpoch(),
            Html.escape(summary.ended()));
  }

  void curves() {
    curve(
        "perplexity",
        "Perplexity by epoch",
        "perplexity",
        false,
        List.of("train", "valid"),
        List.of(column(EpochRecord::trainPerplexity), column(EpochRecord::validPerplexity)));
    List<List<Double>> norms = new ArrayList<>();
    for (int i = 0; i < summary.layers().size(); i++) {
      int layer = i;
      norms.add(column(e -> e.gradientNorms()[layer]));
    }
    curve(
        "norms",
        "Mean gradient norm of each layer, before clipping",
        "norm",
        true,
        summary.layers(),
        norms);
    curve(
        "course",
        "Learning rate, share of clipped updates, drift of the workers before averaging",
        "",
        true,
        List.of("learning rate", "clipped share", "worker drift"),
        List.of(
            column(EpochRecord::learningRate),
            column(EpochRecord::clippedShare),
            column(EpochRecord::workerDrift)));
  }

  private List<Double> column(ToDoubleFunction<EpochRecord> value) {
    return summary.epochs().stream().map(value::applyAsDouble).toList();
  }

  /** A single epoch makes no curve. */
  private void curve(
      String id,
      String title,
      String y,
      boolean log,
      List<String> names,
      List<List<Double>> columns) {
    if (summary.epochs().size() > 1) {
      List<Double> epochs = column(EpochRecord::epoch);
      page.chart(Chart.lines(prefix + id, title, "epoch", false, epochs, y, log, names, columns));
    }
  }

  void epochs() {
    List<String> header =
        new ArrayList<>(
            List.of(
                "Epoch",
                "Learning rate",
                "Train",
                "Valid",
                "Words/s",
                "Trained/expected",
                "Averaging",
                "Waiting",
                "Clipped",
                "Drift",
                "Divergences"));
    summary.layers().forEach(layer -> header.add("Norm of " + Html.escape(layer)));
    List<List<String>> rows = new ArrayList<>();
    for (EpochRecord e : summary.epochs()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(e.epoch()));
      row.add(significant(e.learningRate()));
      row.add(Html.number(e.trainPerplexity()));
      row.add(Html.number(e.validPerplexity()));
      row.add(Figures.whole(Math.round(e.tokensPerSecond())));
      row.add(Figures.whole(e.trained()) + "/" + Figures.whole(e.expected()));
      row.add(Html.percent(e.averagingShare()));
      row.add(Html.percent(e.times().waiting() / e.seconds()));
      row.add(Html.percent(e.clippedShare()));
      row.add(significant(e.workerDrift()));
      row.add(Integer.toString(e.divergences()));
      for (double norm : e.gradientNorms()) {
        row.add(significant(norm));
      }
      rows.add(row);
    }
    page.add(
        Html.table(
            "Epochs. Train perplexity is that of words as they were seen, with dropout and the"
                + " parameters of that moment.",
            header,
            rows));
  }

  /** Nothing where it was not measured. */
  void flow() {
    GradientNormByLag flow = summary.flow();
    if (flow == null) {
      page.note("Gradient flow was not measured (<code>train --gradient-flow K</code>).");
      return;
    }
    page.p(
        "Gradient flow: mean norm of the gradient of the loss at one word with respect to the hidden state k steps before, over %s words. A line that falls steeply means that what was so long ago teaches the network nothing."
            .formatted(Figures.whole(flow.positions())));
    int steps = flow.norms()[0].length;
    page.chart(
        Chart.lines(
            prefix + "flow",
            "Gradient flow",
            "k, steps back",
            false,
            IntStream.range(0, steps).mapToObj(k -> (double) k).toList(),
            "norm",
            true,
            flow.layers(),
            Arrays.stream(flow.norms()).map(row -> Arrays.stream(row).boxed().toList()).toList()));
    List<String> header = new ArrayList<>(List.of("Steps back"));
    flow.layers().forEach(layer -> header.add(Html.escape(layer)));
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < steps; k++) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(k)));
      for (double[] norms : flow.norms()) {
        row.add(significant(norms[k]));
      }
      rows.add(row);
    }
    page.add("<details><summary>Gradient flow in figures</summary>\n");
    page.add(Html.table("Gradient flow: norm by steps back", header, rows));
    page.add("</details>\n");
  }

  private static String significant(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
