package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Accounts for every line of a piece of text: kept, skipped or quarantined. */
final class LineTally implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SAMPLES = 100;

  /**
   * A bad line.
   *
   * @param line its number, 1-based within its {@link TextSplit}
   * @param bytes its length
   * @param sample its beginning, made printable
   */
  record BadSample(long line, BadLine reason, long bytes, String sample) implements Serializable {}

  long lines;
  long kept;
  long skippedEmpty;
  long linesWithNul;
  final Map<BadLine, Long> quarantined = new EnumMap<>(BadLine.class);
  final List<BadSample> samples = new ArrayList<>();

  void quarantine(BadSample bad) {
    quarantined.merge(bad.reason(), 1L, Long::sum);
    if (samples.size() < SAMPLES) {
      samples.add(bad);
    }
  }

  /** Adds the counts of another piece; samples stay with their piece. */
  void add(LineTally other) {
    lines += other.lines;
    kept += other.kept;
    skippedEmpty += other.skippedEmpty;
    linesWithNul += other.linesWithNul;
    other.quarantined.forEach((reason, n) -> quarantined.merge(reason, n, Long::sum));
  }
}
