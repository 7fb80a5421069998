package org.corpuslm.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientNormByLag;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.report.html.Chart;
import org.corpuslm.report.html.Chart.Axis;
import org.corpuslm.report.html.Html;
import org.corpuslm.report.html.HtmlTable;
import org.corpuslm.report.html.Page;

/**
 * The course of a training run: curves and a table of the epochs, and gradient norms by lag. It is
 * a page of its own, or part of the page of a report.
 */
public final class TrainingPage {
  private final Page page;
  private final String prefix;
  private final TrainSummary summary;

  /**
   * Prepares adding a training run to a page.
   *
   * @param prefix prefix of the ids of its charts
   */
  TrainingPage(Page page, String prefix, TrainSummary summary) {
    this.page = page;
    this.prefix = prefix;
    this.summary = summary;
  }

  /**
   * Returns a training run as one self-contained HTML page.
   *
   * @param model directory of the network
   */
  public static String of(String model, TrainSummary summary) {
    Page page = new Page("Training");
    TrainingPage training = new TrainingPage(page, "c-", summary);
    page.head("<p>%s: %s</p>", Html.code(model), training.outcome());
    page.section("epochs", "Epochs");
    training.curves();
    training.epochs();
    page.section("gradients", "Gradient norm by lag");
    training.gradients();
    return page.html();
  }

  /** Adds everything to the current section of the page. */
  void add() {
    page.p("%s", outcome());
    curves();
    epochs();
    gradients();
  }

  private String outcome() {
    return "%s, %s words, BLAS kernel %s; epoch %d was published; training ended: %s."
        .formatted(
            summary.workers() == 1 ? "1 worker" : summary.workers() + " workers",
            Figures.whole(summary.words()),
            summary.blasKernel(),
            summary.bestEpoch(),
            summary.ended());
  }

  private void curves() {
    boolean means = summary.epochs().stream().anyMatch(EpochRecord::hasMean);
    List<Double> train = column(EpochRecord::trainPerplexity);
    List<Double> valid = column(EpochRecord::validPerplexity);
    curve(
        "perplexity",
        "Perplexity by epoch",
        Axis.linear("perplexity"),
        means ? List.of("train", "valid", "valid, mean over rounds") : List.of("train", "valid"),
        means ? List.of(train, valid, column(EpochRecord::meanPerplexity)) : List.of(train, valid));
    curve(
        "norms",
        "Mean gradient norm of each layer, before clipping",
        Axis.log("norm"),
        summary.layers(),
        IntStream.range(0, summary.layers().size())
            .mapToObj(layer -> column(e -> e.gradientNorms()[layer]))
            .toList());
    curve(
        "course",
        "Learning rate, share of clipped updates, drift of the workers before averaging",
        Axis.log(""),
        List.of("learning rate", "clipped share", "worker drift"),
        List.of(
            column(EpochRecord::learningRate),
            column(EpochRecord::clippedShare),
            column(EpochRecord::workerDrift)));
  }

  private List<Double> column(ToDoubleFunction<EpochRecord> value) {
    return summary.epochs().stream().map(value::applyAsDouble).toList();
  }

  /** Adds a curve unless there is only one epoch. */
  private void curve(
      String id, String title, Axis y, List<String> names, List<List<Double>> columns) {
    if (summary.epochs().size() > 1) {
      List<Double> epochs = column(EpochRecord::epoch);
      page.chart(Chart.lines(prefix + id, title, Axis.linear("epoch"), epochs, y, names, columns));
    }
  }

  private void epochs() {
    HtmlTable table =
        new HtmlTable(
            "Epochs. Train perplexity is measured while the network trains, with dropout and the"
                + " parameters of the moment.",
            "Epoch",
            "Learning rate",
            "Train perplexity",
            "Valid perplexity",
            "Of the mean over rounds",
            "Words/s",
            "Trained/expected words",
            "Averaging",
            "Waiting",
            "Clipped",
            "Drift",
            "Divergences",
            summary.layers().stream().map(layer -> "Norm of " + layer).toList());
    for (EpochRecord e : summary.epochs()) {
      table.row(
          e.epoch(),
          Figures.significant(e.learningRate()),
          Figures.cell(e.trainPerplexity()),
          Figures.cell(e.validPerplexity()),
          Figures.cell(e.meanPerplexity()),
          Figures.whole(Math.round(e.tokensPerSecond())),
          Figures.whole(e.trained()) + "/" + Figures.whole(e.expected()),
          Figures.percent(e.averagingShare()),
          Figures.percent(e.times().waiting() / e.seconds()),
          Figures.percent(e.clippedShare()),
          Figures.significant(e.workerDrift()),
          e.divergences(),
          Arrays.stream(e.gradientNorms()).mapToObj(Figures::significant).toList());
    }
    page.table(table);
  }

  private void gradients() {
    GradientNormByLag flow = summary.flow();
    if (flow == null) {
      page.note("Gradient flow was not measured (<code>train --gradient-flow K</code>).");
      return;
    }
    page.p(
        "Gradient flow: mean norm of the gradient of the loss at a word with respect to the hidden"
            + " state k steps earlier, over %s words. Where a curve is close to zero, the network"
            + " learns nothing from words that far back.",
        Figures.whole(flow.positions()));
    int steps = flow.norms()[0].length;
    page.chart(
        Chart.lines(
            prefix + "flow",
            "Gradient norm by lag",
            Axis.linear("k, steps back"),
            IntStream.range(0, steps).mapToObj(k -> (double) k).toList(),
            Axis.log("norm"),
            flow.layers(),
            Arrays.stream(flow.norms()).map(row -> Arrays.stream(row).boxed().toList()).toList()));
    HtmlTable table = new HtmlTable("Gradient norm by lag", "Steps back", flow.layers());
    for (int k = 0; k < steps; k++) {
      int lag = k;
      table.row(k, Arrays.stream(flow.norms()).map(row -> Figures.significant(row[lag])).toList());
    }
    page.foldedTable("Gradient norms as a table", table);
  }
}
