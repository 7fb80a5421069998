package org.corpuslm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.neural.training.EpochRecord;
import org.corpuslm.neural.training.GradientFlow;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Printable;

/** A training run as one self-contained HTML page: curves of the epochs, gradient flow. */
public final class TrainingPage {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; }
      caption { text-align: left; padding: .3rem 0; opacity: .8; }
      th, td { padding: .35rem .8rem; text-align: right; border-bottom: 1px solid #8885; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; }
      td { font-variant-numeric: tabular-nums; }
      .chart { background: #fff; color: #222; padding: .5rem; margin: 1rem 0; overflow-x: auto; }
      """;
  private static final String DRAW =
      """
      const colours = ['#1f77b4', '#d62728', '#2ca02c', '#9467bd', '#ff7f0e', '#17becf'];
      for (const chart of charts) {
        const place = document.getElementById(chart.id);
        const numbers = rows => rows.map(row => row.map(v => typeof v === 'number' ? v : null));
        new uPlot({
          title: chart.title, width: Math.min(920, document.body.clientWidth - 16), height: 320,
          scales: { x: { time: false }, y: chart.log ? { distr: 3 } : {} },
          axes: [{ label: chart.x, incrs: [1, 2, 5, 10, 20, 50, 100] }, { label: chart.y, size: 70 }],
          series: [{ label: chart.x }].concat(chart.names.map((name, i) => (
            { label: name, stroke: colours[i % colours.length], width: 2, points: { show: true } })))
        }, numbers(chart.data), place);
      }
      """;

  private final StringBuilder out = new StringBuilder();
  private final List<Map<String, Object>> charts = new ArrayList<>();
  private final TrainSummary summary;

  private TrainingPage(TrainSummary summary) {
    this.summary = summary;
  }

  /** The page. */
  public static String of(String model, TrainSummary summary) {
    return new TrainingPage(summary).page(model);
  }

  private String page(String model) {
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Training</title>\n<style>\n")
        .append(resource("uPlot.min.css"))
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>Training</h1>\n<p><code>")
        .append(StringEscapeUtils.escapeHtml4(Printable.line(model)))
        .append(
            "</code>: %d workers, %,d words; epoch %d was published; training ended: %s.</p>\n"
                .formatted(
                    summary.workers(),
                    summary.words(),
                    summary.bestEpoch(),
                    StringEscapeUtils.escapeHtml4(summary.ended())));
    if (!summary.epochs().isEmpty()) {
      curves();
    }
    if (summary.flow() != null) {
      flow(summary.flow());
    }
    epochs();
    out.append("<script>\n")
        .append(resource("uPlot.iife.min.js"))
        .append("\nconst charts = ")
        .append(Json.write(charts).replace("<", "\\u003c"))
        .append(";\n")
        .append(DRAW)
        .append("</script>\n</body>\n</html>\n");
    return out.toString();
  }

  private static String resource(String name) {
    try (InputStream in = TrainingPage.class.getResourceAsStream(UPLOT + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void curves() {
    chart(
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
    chart(
        "norms",
        "Mean gradient norm of each layer, before clipping",
        "norm",
        true,
        summary.layers(),
        norms);
    chart(
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

  private void chart(
      String id,
      String title,
      String y,
      boolean log,
      List<String> names,
      List<List<Double>> columns) {
    List<List<Double>> data = new ArrayList<>();
    data.add(column(EpochRecord::epoch));
    data.addAll(columns);
    add(id, title, "epoch", y, log, names, data);
  }

  private void add(
      String id,
      String title,
      String x,
      String y,
      boolean log,
      List<String> names,
      List<List<Double>> data) {
    out.append(
        "<div class=\"chart\" id=\"%s\" role=\"img\" aria-label=\"%s\"></div>\n"
            .formatted(id, StringEscapeUtils.escapeHtml4(title)));
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("id", id);
    chart.put("title", title);
    chart.put("x", x);
    chart.put("y", y);
    chart.put("log", log);
    chart.put("names", names);
    List<List<Double>> drawn = new ArrayList<>();
    drawn.add(data.get(0));
    for (List<Double> row : data.subList(1, data.size())) {
      // A gap for what is not known, and for 0 where the scale is logarithmic.
      drawn.add(row.stream().map(v -> Double.isFinite(v) && (v > 0 || !log) ? v : null).toList());
    }
    chart.put("data", drawn);
    charts.add(chart);
  }

  private void flow(GradientFlow flow) {
    out.append("<h2>Gradient flow</h2>\n<p>Mean norm of the gradient of the loss at one word with")
        .append(
            " respect to the hidden state k steps before, over %,d words. A line that falls"
                .formatted(flow.positions()))
        .append(" steeply means that what was so long ago teaches the network nothing.</p>\n");
    List<List<Double>> data = new ArrayList<>();
    List<Double> steps = new ArrayList<>();
    for (int k = 0; k < flow.norms()[0].length; k++) {
      steps.add((double) k);
    }
    data.add(steps);
    for (double[] row : flow.norms()) {
      data.add(java.util.Arrays.stream(row).boxed().toList());
    }
    add("flow", "Gradient flow", "k, steps back", "norm", true, flow.layers(), data);
  }

  private void epochs() {
    out.append("<h2>Epochs</h2>\n<div class=\"scroll\"><table><caption>Train perplexity is that of")
        .append(
            " words as they were met, with dropout and the parameters of that moment.</caption>")
        .append("<thead><tr><th scope=\"col\">Epoch</th>");
    for (String head :
        List.of(
            "Learning rate",
            "Train",
            "Valid",
            "Words/s",
            "Fitted/given",
            "Averaging",
            "Waiting",
            "Clipped",
            "Drift",
            "Divergences")) {
      out.append("<th scope=\"col\">").append(head).append("</th>");
    }
    out.append("</tr></thead><tbody>\n");
    for (EpochRecord e : summary.epochs()) {
      out.append(
          ("<tr><td>%d</td><td>%.4g</td><td>%.2f</td><td>%.2f</td><td>%,.0f</td><td>%,d/%,d</td>"
                  + "<td>%.1f %%</td><td>%s</td><td>%.1f %%</td><td>%.4f</td><td>%d</td></tr>\n")
              .formatted(
                  e.epoch(),
                  e.learningRate(),
                  e.trainPerplexity(),
                  e.validPerplexity(),
                  e.tokensPerSecond(),
                  e.fitted(),
                  e.given(),
                  100 * e.averagingShare(),
                  waiting(e),
                  100 * e.clippedShare(),
                  e.workerDrift(),
                  e.divergences()));
    }
    out.append("</tbody></table></div>\n");
  }

  private static String waiting(EpochRecord e) {
    return e.times() == null ? "" : "%.1f %%".formatted(100 * e.times().waiting() / e.seconds());
  }
}
