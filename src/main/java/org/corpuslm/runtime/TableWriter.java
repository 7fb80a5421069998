package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Writes a Parquet file of a staged output column by column, without row objects. Memory: one row
 * group of encoded pages, about {@value #ROW_GROUP} bytes. Integers are delta-packed: sorted
 * n-grams need few bits. Not thread-safe.
 */
public final class TableWriter implements Closeable {
  private static final int ROW_GROUP = 16 << 20;
  private static final int CHECK_ROWS = 1 << 16;

  private final StagedOutput out;
  private final MessageType schema;
  private final ParquetFileWriter file;
  private final ParquetProperties properties;
  private final CodecFactory codecs;
  private final List<ColumnDescriptor> descriptors;
  private final ColumnWriter[] columns;
  private final int[] definitionLevels;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore store;
  private long rows;
  private long groupRows;
  private boolean closed;

  public TableWriter(Worker worker, Staging staging, String relative, Columns columns)
      throws IOException {
    this.out = new StagedOutput(worker, staging, relative);
    this.schema = columns.schema();
    this.descriptors = schema.getColumns();
    this.columns = new ColumnWriter[descriptors.size()];
    this.definitionLevels =
        descriptors.stream().mapToInt(ColumnDescriptor::getMaxDefinitionLevel).toArray();
    this.codecs = new CodecFactory(worker.hadoop(), 1 << 20);
    this.properties =
        ParquetProperties.builder()
            .withWriterVersion(WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(false)
            .withPageSize(1 << 18)
            .withPageWriteChecksumEnabled(false)
            .build();
    this.file =
        new ParquetFileWriter(
            new Target(out), schema, ParquetFileWriter.Mode.CREATE, ROW_GROUP, 0, 64, 64, false);
    file.start();
    newGroup();
  }

  public void put(int column, int value) {
    columns[column].write(value, 0, 0);
  }

  public void put(int column, long value) {
    columns[column].write(value, 0, 0);
  }

  public void put(int column, double value) {
    columns[column].write(value, 0, 0);
  }

  /** UTF-8 text, or null. */
  public void put(int column, byte[] value) {
    if (value == null) {
      columns[column].writeNull(0, 0);
    } else {
      columns[column].write(Binary.fromConstantByteArray(value), 0, definitionLevels[column]);
    }
  }

  public void endRow() throws IOException {
    store.endRecord();
    rows++;
    if (++groupRows % CHECK_ROWS == 0 && store.getBufferedSize() > ROW_GROUP) {
      flushGroup();
      newGroup();
    }
  }

  public long rows() {
    return rows;
  }

  /** Ends the file and tells what it is. */
  public Staging.StagedFile finish() throws IOException {
    flushGroup();
    file.end(Map.of());
    closed = true;
    codecs.release();
    return out.finished(rows);
  }

  /** Gives up a file that was not finished. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      codecs.release();
      out.close();
    }
  }

  private void newGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(CompressionCodecName.UNCOMPRESSED),
            schema,
            new HeapByteBufferAllocator(),
            64);
    store = properties.newColumnWriteStore(schema, pages);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = store.getColumnWriter(descriptors.get(i));
    }
    groupRows = 0;
  }

  private void flushGroup() throws IOException {
    if (groupRows > 0) {
      file.startBlock(groupRows);
      store.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    store.close();
  }

  /** Parquet's view of a staged file. */
  private record Target(StagedOutput out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return out.position();
        }

        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
          out.write(b, off, len);
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
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
