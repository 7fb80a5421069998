package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the lines of a text: kept, skipped and quarantined; keeps samples of quarantined lines.
 */
final class LineStats implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * A bad line.
   *
   * @param line number of the line or row within its {@link TextSplit}, from 1
   * @param bytes length of the line
   * @param sample beginning of the line, made printable
   */
  record BadSample(long line, BadLine reason, long bytes, String sample) implements Serializable {}

  long lines;
  long rows; // as many as lines, unless several lines come from a row
  long kept;
  long skippedEmpty;
  long linesWithNul;
  final Map<BadLine, Long> quarantined = new EnumMap<>(BadLine.class);
  final List<BadSample> samples = new ArrayList<>();

  /**
   * Counts a bad line.
   *
   * @param sampled whether to keep the line as a sample
   */
  void quarantine(BadSample bad, boolean sampled) {
    quarantined.merge(bad.reason(), 1L, Long::sum);
    if (sampled) {
      samples.add(bad);
    }
  }

  /** Adds the counts of another text, without its samples. */
  void add(LineStats other) {
    lines += other.lines;
    rows += other.rows;
    kept += other.kept;
    skippedEmpty += other.skippedEmpty;
    linesWithNul += other.linesWithNul;
    other.quarantined.forEach((reason, n) -> quarantined.merge(reason, n, Long::sum));
  }
}
