package org.corpuslm.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart as {@code charts.js} draws it. What is not a finite number, or not above 0 on a
 * logarithmic axis, is a gap.
 *
 * @param id of its place in the page
 * @param kind lines, or interval: a point with a bar from the second to the third column
 * @param x label of the axis
 * @param labels of the values 0, 1, … of x; null if x is a number
 * @param logX whether the axis is logarithmic
 * @param points whether values are marked
 * @param names of the lines
 * @param data x, then the values of each line
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Chart(
    String id,
    String kind,
    String title,
    String x,
    String y,
    List<String> labels,
    boolean logX,
    boolean logY,
    boolean points,
    List<String> names,
    List<List<Double>> data) {
  /** Values that differ by a larger factor are drawn on a logarithmic scale. */
  static final double ONE_SCALE = 10;

  private static final int MAX_MARKED = 60;

  /** Lines over numbers. */
  static Chart lines(
      String id,
      String title,
      String x,
      boolean logX,
      List<Double> at,
      String y,
      boolean logY,
      List<String> names,
      List<List<Double>> columns) {
    boolean points = at.size() <= MAX_MARKED;
    return of(id, "lines", title, x, y, null, logX, logY, points, names, at, columns);
  }

  /** Lines over rows that have names. */
  static Chart categories(
      String id,
      String title,
      String x,
      List<String> labels,
      String y,
      boolean logY,
      List<String> names,
      List<List<Double>> columns) {
    return of(id, "lines", title, x, y, labels, false, logY, true, names, index(labels), columns);
  }

  /** Values with their intervals; on a logarithmic scale if they differ much. */
  static Chart intervals(
      String id,
      String title,
      String y,
      List<String> labels,
      List<Double> values,
      List<Double> low,
      List<Double> high) {
    return of(
        id,
        "interval",
        title,
        "",
        y,
        labels,
        false,
        spread(List.of(values)) > ONE_SCALE,
        true,
        List.of(y, "low", "high"),
        index(labels),
        List.of(values, low, high));
  }

  /** The largest finite value over the smallest. */
  static double spread(List<List<Double>> columns) {
    double[] finite =
        columns.stream()
            .flatMap(List::stream)
            .filter(v -> v != null && Double.isFinite(v))
            .mapToDouble(v -> v)
            .sorted()
            .toArray();
    return finite.length == 0 ? 1 : finite[finite.length - 1] / finite[0];
  }

  private static List<Double> index(List<String> labels) {
    List<Double> index = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      index.add((double) i);
    }
    return index;
  }

  private static Chart of(
      String id,
      String kind,
      String title,
      String x,
      String y,
      List<String> labels,
      boolean logX,
      boolean logY,
      boolean points,
      List<String> names,
      List<Double> at,
      List<List<Double>> columns) {
    List<List<Double>> data = new ArrayList<>();
    data.add(at);
    for (List<Double> column : columns) {
      List<Double> drawn = new ArrayList<>();
      for (Double v : column) {
        drawn.add(v != null && Double.isFinite(v) && (v > 0 || !logY) ? v : null);
      }
      data.add(drawn);
    }
    return new Chart(id, kind, title, x, y, labels, logX, logY, points, names, data);
  }

  /** Whether there is anything to draw. */
  boolean hasValues() {
    return data.stream().skip(1).anyMatch(c -> c.stream().anyMatch(v -> v != null));
  }
}
