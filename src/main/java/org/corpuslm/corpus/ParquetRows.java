package org.corpuslm.corpus;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.TextColumn;

/** Reads a column of text of a Parquet file: the row groups whose middle lies in the split. */
final class ParquetRows implements RowReader {
  private static final byte[] NOTHING = {};
  private static final int SAMPLE = 200;

  private final TextColumn column;
  private byte[] text = NOTHING;
  private BadLine problem;
  private long rows;

  ParquetRows(Configuration conf, TextSplit split, String name) {
    InputFile file = split.file();
    column = new TextColumn(conf, file.path(), file.name(), name, split.start(), split.end());
  }

  @Override
  public boolean next() {
    if (!column.next()) {
      return false;
    }
    rows++;
    byte[] value = column.value();
    text = value == null ? NOTHING : value;
    problem =
        value == null ? BadLine.NULL_TEXT : value.length > MAX_ROW_BYTES ? BadLine.TOO_LONG : null;
    return true;
  }

  @Override
  public BadLine problem() {
    return problem;
  }

  @Override
  public byte[] buffer() {
    return text;
  }

  @Override
  public int offset() {
    return 0;
  }

  @Override
  public int length() {
    return problem == null ? text.length : Math.min(SAMPLE, text.length);
  }

  @Override
  public long fullLength() {
    return text.length;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    column.close();
  }
}
