package org.corpuslm.cli.output;

import org.corpuslm.report.Figures;
import org.corpuslm.report.LabelReport;

/** The figures of a report on labels: one row per model. */
public final class LabelTable {
  private LabelTable() {}

  /** Returns a heading and the table. */
  public static String of(LabelReport.Content content) {
    boolean tags = content.task().equals("tag");
    boolean spans = content.models().stream().anyMatch(m -> m.spans() != null);
    StringBuilder out = new StringBuilder();
    LabelReport.Model first = content.models().get(0);
    out.append(
        "%s %s: %s %s, %s labels\n\n"
            .formatted(
                content.corpus(),
                content.split(),
                Figures.whole(first.total()),
                tags ? "words" : "sentences",
                Figures.whole(content.labels())));
    TextTable table =
        spans
            ? new TextTable(
                "model", "accuracy", "95% interval", "unknown", "span F1", "95% interval")
            : tags
                ? new TextTable("model", "accuracy", "95% interval", "unknown", "sentences")
                : new TextTable("model", "accuracy", "95% interval", "macro F1");
    for (LabelReport.Model m : content.models()) {
      String accuracy = Figures.share(m.accuracy());
      String interval = interval(m.accuracy95());
      String unknown = m.unknownAccuracy() == null ? "-" : Figures.share(m.unknownAccuracy());
      if (spans) {
        table.row(
            m.name(),
            accuracy,
            interval,
            unknown,
            Figures.share(m.spans().f1()),
            interval(m.spans().f1Interval95()));
      } else if (tags) {
        table.row(m.name(), accuracy, interval, unknown, Figures.share(m.sentenceAccuracy()));
      } else {
        table.row(m.name(), accuracy, interval, Figures.share(m.macroF1()));
      }
    }
    return out.append(table).toString();
  }

  private static String interval(double[] ends) {
    return ends == null ? "-" : Figures.share(ends[0]) + " - " + Figures.share(ends[1]);
  }
}
