package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Reads the texts of a {@link TextSplit} one by one. Not thread-safe. */
interface RowReader extends Closeable {
  /** No row may be larger, in bytes: a row is held in memory. */
  int MAX_ROW_BYTES = 1 << 28;

  /**
   * Opens a split in the format that it names.
   *
   * @param maxLineBytes longer units are {@link BadLine#TOO_LONG}
   * @throws org.corpuslm.runtime.BadInputException if the file is missing, damaged, or of another
   *     format
   */
  static RowReader open(Configuration conf, TextSplit split, int maxLineBytes) throws IOException {
    InputFormat format = split.format();
    if (format.usesLines()) {
      return new LineReader(conf, split, maxLineBytes);
    }
    return new UnitReader(rows(conf, split, format.column(), maxLineBytes), format, maxLineBytes);
  }

  /**
   * Opens the rows of a split.
   *
   * @param column the column to read
   * @param maxLineBytes longer lines of plain text are {@link BadLine#TOO_LONG}
   */
  static RowReader rows(Configuration conf, TextSplit split, String column, int maxLineBytes)
      throws IOException {
    return switch (split.format().format()) {
      case InputFormat.Name.LINES -> new LineReader(conf, split, maxLineBytes);
      case InputFormat.Name.JSONL -> new JsonRows(conf, split, column);
      case InputFormat.Name.PARQUET -> new ParquetRows(conf, split, column);
      case InputFormat.Name.WET -> new WetRows(conf, split);
      default -> throw new IllegalStateException(split.format().format() + " was not copied");
    };
  }

  /**
   * Moves to the next text; returns false at the end.
   *
   * @throws org.corpuslm.runtime.BadInputException if the file is truncated or damaged; names file
   *     and row
   */
  boolean next() throws IOException;

  /** Returns the reason why there is no text; null if there is. */
  BadLine problem();

  /**
   * Returns the buffer that holds the text in UTF-8, or a sample of a row without text; valid until
   * {@link #next}.
   */
  byte[] buffer();

  /** Returns the offset of the text in the buffer. */
  int offset();

  /** Returns the bytes of the text in the buffer. */
  int length();

  /** Returns the bytes of the whole text or row, of which the buffer may hold only a sample. */
  long fullLength();

  /** Returns the number of rows of the split so far, which is that of the current row, from 1. */
  long rows();
}
