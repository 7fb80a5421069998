package org.corpuslm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.StringEscapeUtils;
import org.corpuslm.runtime.Json;

/** The curves of one HTML page, with all that draws them inside the page, in light and dark. */
public final class Charts {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String STYLE =
      """
      .chart { margin: 1rem 0; overflow-x: auto; }
      .u-legend th, .u-legend td { border: 0; padding: .1rem .3rem; }
      """;
  private static final String DRAW =
      """
      const colours = ['#1f77b4', '#d62728', '#2ca02c', '#9467bd', '#ff7f0e', '#17becf'];
      const ink = getComputedStyle(document.body).color;
      const axis = { stroke: ink, grid: { stroke: '#8884' }, ticks: { stroke: '#8884' } };
      for (const chart of charts) {
        new uPlot({
          title: chart.title, width: Math.min(920, document.body.clientWidth - 16), height: 320,
          tzDate: seconds => uPlot.tzDate(new Date(seconds * 1e3), 'Etc/UTC'),
          scales: { x: { time: chart.time }, y: chart.log ? { distr: 3 } : {} },
          axes: [
            Object.assign({ label: chart.x }, axis, chart.time ? {} : { incrs: [1, 2, 5, 10, 20, 50, 100] }),
            Object.assign({ label: chart.y, size: 70 }, axis)],
          series: [{ label: chart.x }].concat(chart.names.map((name, i) => (
            { label: name, stroke: colours[i % colours.length], width: 2, points: { show: true } })))
        }, chart.data, document.getElementById(chart.id));
      }
      """;

  private final List<Map<String, Object>> charts = new ArrayList<>();

  /** What goes into the page's style sheet. */
  public String style() {
    return resource("uPlot.min.css") + STYLE;
  }

  /**
   * Adds a chart.
   *
   * @param x of all curves, rising; seconds since 1970 if {@code time}
   * @param log whether the scale of y is logarithmic; values that are not positive become gaps
   * @param curves by name; null and what is not finite become gaps
   * @return the element that it will be drawn into
   */
  public String add(
      String title,
      String xLabel,
      boolean time,
      String yLabel,
      boolean log,
      List<Double> x,
      Map<String, List<Double>> curves) {
    String id = "chart-" + charts.size();
    List<List<Double>> data = new ArrayList<>();
    data.add(x);
    curves.values().forEach(curve -> data.add(curve.stream().map(v -> drawn(v, log)).toList()));
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("id", id);
    chart.put("title", title);
    chart.put("x", xLabel);
    chart.put("time", time);
    chart.put("y", yLabel);
    chart.put("log", log);
    chart.put("names", List.copyOf(curves.keySet()));
    chart.put("data", data);
    charts.add(chart);
    return "<div class=\"chart\" id=\"%s\" role=\"img\" aria-label=\"%s\"></div>\n"
        .formatted(id, StringEscapeUtils.escapeHtml4(title));
  }

  private static Double drawn(Double value, boolean log) {
    return value != null && Double.isFinite(value) && (value > 0 || !log) ? value : null;
  }

  /** The script at the end of the page, which draws all charts. */
  public String script() {
    return "<script>\n"
        + resource("uPlot.iife.min.js")
        + "\nconst charts = "
        + Json.write(charts).replace("</", "<\\/")
        + ";\n"
        + DRAW
        + "</script>\n";
  }

  private static String resource(String name) {
    try (InputStream in = Charts.class.getResourceAsStream(UPLOT + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
