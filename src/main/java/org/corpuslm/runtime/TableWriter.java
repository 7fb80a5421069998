package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Writes a Parquet file of a staged output, without an object per row: the {@code put} methods set
 * the values of a row, {@link #endRow} ends it, and {@link #finish} ends the file. Rows are
 * gathered in arrays and encoded one page at a time ({@link PageEncoder}). Memory: one row group of
 * encoded pages, about {@value #ROW_GROUP} bytes. Not thread-safe.
 */
public final class TableWriter implements Closeable {
  /** Number of rows of a page; all columns have their page ends at the same rows. */
  static final int PAGE_ROWS = 1 << 14;

  /** Number of rows for which a new table has room, so that a small table takes little memory. */
  private static final int FIRST_ROWS = 1 << 9;

  private static final int ROW_GROUP = 16 << 20;

  private final StagedOutput out;
  private final Target target;
  private final MessageType schema;
  private final ParquetFileWriter file;
  private final CodecFactory codecs;
  private final List<ColumnDescriptor> descriptors;
  private final PageEncoder[] columns;
  private ColumnChunkPageWriteStore pages;
  private int pageRows;
  private int room = FIRST_ROWS; // for rows of the page
  private long groupRows;
  private final List<String> prefixes = new ArrayList<>();
  private long rows;
  private boolean closed;

  /**
   * Starts a file.
   *
   * @param relative path of the file in the output directory
   * @throws IOException if the file cannot be created
   */
  public TableWriter(TaskContext task, Staging staging, String relative, Columns columns)
      throws IOException {
    this.out = new StagedOutput(task, staging, relative);
    this.schema = columns.schema();
    this.descriptors = schema.getColumns();
    this.columns = new PageEncoder[descriptors.size()];
    for (int c = 0; c < descriptors.size(); c++) {
      this.columns[c] = PageEncoder.of(descriptors.get(c), room);
    }
    this.codecs = new CodecFactory(task.hadoop(), 1 << 20);
    this.target = new Target(out);
    this.file =
        new ParquetFileWriter(
            target, schema, ParquetFileWriter.Mode.CREATE, ROW_GROUP, 0, 64, 64, false);
    file.start();
    newGroup();
  }

  /** Sets a value of the current row, by index of the column. */
  public void put(int column, int value) {
    columns[column].ints[pageRows] = value;
  }

  /** Sets a value of the current row, by index of the column. */
  public void put(int column, long value) {
    columns[column].longs[pageRows] = value;
  }

  /** Sets a value of the current row, by index of the column. */
  public void put(int column, double value) {
    columns[column].doubles[pageRows] = value;
  }

  /** Sets UTF-8 text, or null, of the current row, by index of the column. */
  public void put(int column, byte[] value) {
    columns[column].texts[pageRows] = value;
  }

  /** Ends the current row. Every column must have been set. */
  public void endRow() throws IOException {
    if (++pageRows == PAGE_ROWS) {
      flushPage();
    } else if (pageRows == room) {
      room = Math.min(PAGE_ROWS, 4 * room);
      for (PageEncoder column : columns) {
        column.grow(room);
      }
    }
  }

  /** Returns the number of rows so far. */
  public long rows() {
    return rows + pageRows;
  }

  /** Ends the file and returns its entry for the manifest. */
  public Staging.StagedFile finish() throws IOException {
    flushPage();
    flushGroup();
    file.end(Map.of(VerifiedTable.PREFIXES, String.join(",", prefixes)));
    closed = true;
    codecs.release();
    return out.finished(rows);
  }

  /** Closes a file that was not finished. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      codecs.release();
      out.close();
    }
  }

  private void flushPage() throws IOException {
    if (pageRows == 0) {
      return;
    }
    long buffered = 0;
    for (int c = 0; c < columns.length; c++) {
      PageWriter page = pages.getPageWriter(descriptors.get(c));
      columns[c].write(page, pageRows);
      buffered += page.getMemSize();
    }
    rows += pageRows;
    groupRows += pageRows;
    pageRows = 0;
    if (buffered > ROW_GROUP) {
      flushGroup();
      newGroup();
    }
  }

  private void newGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(CompressionCodecName.UNCOMPRESSED),
            schema,
            new HeapByteBufferAllocator(),
            64);
    groupRows = 0;
  }

  private void flushGroup() throws IOException {
    if (groupRows > 0) {
      file.startBlock(groupRows);
      pages.flushToFileWriter(file);
      file.endBlock();
      target.drain();
      prefixes.add(out.sha256SoFar());
    }
  }

  /** Parquet's view of a staged file. Parquet writes footers byte by byte, so it has a buffer. */
  static final class Target extends PositionOutputStream implements OutputFile {
    private final StagedOutput out;
    private final byte[] buffer = new byte[1 << 14];
    private int buffered;

    Target(StagedOutput out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return out.position() + buffered;
    }

    @Override
    public void write(int b) throws IOException {
      if (buffered == buffer.length) {
        drain();
      }
      buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
      if (len > buffer.length - buffered) {
        drain();
      }
      if (len > buffer.length) {
        out.write(bytes, off, len);
      } else {
        System.arraycopy(bytes, off, buffer, buffered, len);
        buffered += len;
      }
    }

    private void drain() throws IOException {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }

    @Override
    public void flush() throws IOException {
      drain();
      out.flush();
    }

    @Override
    public void close() throws IOException {
      drain();
      out.close();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return this;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return this;
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
