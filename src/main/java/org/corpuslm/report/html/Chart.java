package org.corpuslm.report.html;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A chart as {@code charts.js} draws it. Values that are not finite, and values not above 0 on a
 * logarithmic axis, are gaps.
 *
 * @param id id of its place in the page
 * @param kind {@code lines}, or {@code interval}: points with bars from the second to the third
 *     line
 * @param title plain text
 * @param x label of the x axis
 * @param y label of the y axis
 * @param labels labels of the values 0, 1, … of x; null if x is a number
 * @param logX whether the x axis is logarithmic
 * @param logY whether the y axis is logarithmic
 * @param points whether values are marked
 * @param names names of the lines
 * @param data values, {@code [x, line 1, line 2, …][values]}; null is a gap
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Chart(
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
  private static final double MAX_LINEAR_SPREAD = 10;
  private static final int MAX_MARKED = 60;

  /** An axis with numbers. */
  public record Axis(String label, boolean logarithmic) {
    /** Returns a linear axis. */
    public static Axis linear(String label) {
      return new Axis(label, false);
    }

    /** Returns a logarithmic axis. */
    public static Axis log(String label) {
      return new Axis(label, true);
    }

    /** Returns a logarithmic axis if the largest finite value is over ten times the smallest. */
    public static Axis fitting(String label, List<List<Double>> columns) {
      double[] finite =
          columns.stream()
              .flatMap(List::stream)
              .filter(v -> v != null && Double.isFinite(v))
              .mapToDouble(v -> v)
              .sorted()
              .toArray();
      return new Axis(
          label, finite.length > 0 && finite[finite.length - 1] / finite[0] > MAX_LINEAR_SPREAD);
    }
  }

  /**
   * Returns lines over numbers.
   *
   * @param at x of the values
   * @param columns y of the values by line, {@code [names][at]}
   */
  public static Chart lines(
      String id,
      String title,
      Axis x,
      List<Double> at,
      Axis y,
      List<String> names,
      List<List<Double>> columns) {
    boolean points = at.size() <= MAX_MARKED;
    List<List<Double>> data = data(at, y, columns);
    return new Chart(
        id,
        "lines",
        title,
        x.label,
        y.label,
        null,
        x.logarithmic,
        y.logarithmic,
        points,
        names,
        data);
  }

  /**
   * Returns lines over categories.
   *
   * @param x label of the x axis
   * @param labels names of the categories
   * @param columns y of the values by line, {@code [names][labels]}
   */
  public static Chart categories(
      String id,
      String title,
      String x,
      List<String> labels,
      Axis y,
      List<String> names,
      List<List<Double>> columns) {
    return overLabels(id, "lines", title, x, labels, y, names, columns);
  }

  /**
   * Returns values with their intervals.
   *
   * @param labels names of the values
   * @param low lower ends of the intervals; null where there is none
   * @param high upper ends of the intervals; null where there is none
   */
  public static Chart intervals(
      String id,
      String title,
      String y,
      List<String> labels,
      List<Double> values,
      List<Double> low,
      List<Double> high) {
    Axis axis = Axis.fitting(y, List.of(values));
    List<String> names = List.of(y, "low", "high");
    return overLabels(id, "interval", title, "", labels, axis, names, List.of(values, low, high));
  }

  private static Chart overLabels(
      String id,
      String kind,
      String title,
      String x,
      List<String> labels,
      Axis y,
      List<String> names,
      List<List<Double>> columns) {
    List<Double> at = IntStream.range(0, labels.size()).mapToObj(i -> (double) i).toList();
    List<List<Double>> data = data(at, y, columns);
    return new Chart(id, kind, title, x, y.label, labels, false, y.logarithmic, true, names, data);
  }

  private static List<List<Double>> data(List<Double> at, Axis y, List<List<Double>> columns) {
    List<List<Double>> data = new ArrayList<>();
    data.add(at);
    for (List<Double> column : columns) {
      List<Double> drawn = new ArrayList<>();
      for (Double v : column) {
        drawn.add(v != null && Double.isFinite(v) && (v > 0 || !y.logarithmic) ? v : null);
      }
      data.add(drawn);
    }
    return data;
  }

  /** Returns whether there is anything to draw. */
  boolean hasValues() {
    return data.stream().skip(1).anyMatch(c -> c.stream().anyMatch(Objects::nonNull));
  }
}
