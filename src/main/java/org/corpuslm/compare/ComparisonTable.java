package org.corpuslm.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.corpuslm.compare.Comparison.Figure;
import org.corpuslm.compare.Comparison.Row;
import org.corpuslm.compare.Comparison.Verdict;
import org.corpuslm.report.Figures;

/** A comparison in words: one row per model and report, notes, and the verdict. */
public final class ComparisonTable {
  /** Columns of the table. */
  public static final List<String> HEADER =
      List.of("model", "report", "made", "perplexity", "95% interval", "change", "verdict");

  private ComparisonTable() {}

  /** Returns the rows of one model, one per report, under {@link #HEADER}. */
  public static List<List<String>> rows(Comparison comparison, Row row) {
    List<List<String>> lines = new ArrayList<>();
    for (int r = 0; r < row.figures().size(); r++) {
      Comparison.Report report = comparison.reports().get(r);
      Figure figure = row.figures().get(r);
      lines.add(
          List.of(
              row.name(),
              report.label() + (report.state().isEmpty() ? "" : " (" + report.state() + ")"),
              minute(report.created()),
              figure == null ? "-" : perplexity(figure),
              figure == null ? "-" : interval(figure),
              r == comparison.baseline()
                  ? "baseline"
                  : figure == null || figure.change() == null ? "-" : percent(figure.change()),
              r == comparison.last()
                  ? "%s: %s".formatted(row.judgement().verdict().words(), row.judgement().reason())
                  : report.difference().isEmpty() ? "" : "not comparable"));
    }
    return lines;
  }

  /** Returns a note for each report that is compared only because of {@code --force-corpora}. */
  public static List<String> notes(Comparison comparison) {
    return comparison.reports().stream()
        .filter(r -> !r.difference().isEmpty())
        .map(r -> "%s is not comparable: %s".formatted(r.label(), r.difference()))
        .toList();
  }

  /** Returns the verdict in one line. */
  public static String verdict(Comparison comparison) {
    StringBuilder line = new StringBuilder("verdict: ").append(comparison.verdict().words());
    List<String> models = new ArrayList<>();
    for (Row row : comparison.models()) {
      if (row.judgement().verdict() == comparison.verdict()) {
        models.add(row.name() + by(row.judgement()));
      }
    }
    if (comparison.verdict() != Verdict.NOT_COMPARED) {
      line.append(": ").append(String.join(", ", models));
    }
    line.append(
        " (%s against %s, margin %s)"
            .formatted(
                comparison.reports().get(comparison.last()).label(),
                comparison.reports().get(comparison.baseline()).label(),
                percent(comparison.margin()).substring(1)));
    return comparison.sameText() ? line.toString() : line.append("; NOT THE SAME TEXT").toString();
  }

  private static String by(Comparison.Judgement judgement) {
    return judgement.change() == null
        ? ", " + judgement.reason()
        : " by " + percent(judgement.change());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.2f %%", 100 * share);
  }

  /** Returns an ISO-8601 time without seconds. */
  private static String minute(String time) {
    return time.replaceFirst("T(\\d\\d:\\d\\d).*", " $1");
  }

  private static String perplexity(Figure figure) {
    return figure.perplexity() == null
        ? "score " + Figures.number(figure.score())
        : Figures.number(figure.perplexity());
  }

  private static String interval(Figure figure) {
    double[] interval = figure.confidence95();
    return interval == null
        ? "-"
        : Figures.number(interval[0]) + " - " + Figures.number(interval[1]);
  }
}
