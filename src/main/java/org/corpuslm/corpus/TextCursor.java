package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;

/** A position in a piece of text that passes valid sentences on to a {@link CheckedLines.Sink}. */
abstract class TextCursor implements Closeable {
  final Configuration conf;
  final TextSplit split;
  final RowReader reader;
  final LineStats stats = new LineStats();

  /** Takes the reader of a piece of text, which is closed with this cursor. */
  TextCursor(Configuration conf, TextSplit split, RowReader reader) {
    this.conf = conf;
    this.split = split;
    this.reader = reader;
  }

  /**
   * Reads the next sentence and passes it on if it is valid; returns false at the end.
   *
   * @throws BadInputException if a line is bad, unless bad lines are quarantined
   */
  abstract boolean next() throws IOException;

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
