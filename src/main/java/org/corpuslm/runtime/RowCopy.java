package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Copies rows of a Parquet file of any columns, nested ones too, to files with more columns. The
 * row groups are those that {@link TextColumn} reads in the same range. Not thread-safe.
 */
public final class RowCopy implements Closeable {
  private final String name;
  private final ParquetFileReader file;
  private final MessageType found;
  private final MessageType schema;
  private final int columns;
  private RecordReader<Group> rows;
  private long left;
  private Group row;

  /** Columns that the copy has behind those of the file; their values may be missing. */
  public static final class MoreColumns {
    private final List<Type> fields = new ArrayList<>();

    /** Adds a column of 64-bit numbers. */
    public MoreColumns int64(String name) {
      fields.add(Types.optional(PrimitiveTypeName.INT64).named(name));
      return this;
    }

    /** Adds a column of floating-point numbers. */
    public MoreColumns float64(String name) {
      fields.add(Types.optional(PrimitiveTypeName.DOUBLE).named(name));
      return this;
    }

    /** Adds a column of text. */
    public MoreColumns text(String name) {
      fields.add(
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name));
      return this;
    }
  }

  /**
   * Opens the row groups of a file whose middle lies in a range of bytes.
   *
   * @param name name of the file in messages
   * @throws BadInputException if the file is missing or no Parquet file, or if it has one of the
   *     columns already
   */
  public RowCopy(
      Configuration conf, String path, String name, long start, long end, MoreColumns more) {
    this.name = name;
    Path p = new Path(path);
    try {
      Storage.of(conf, p);
      file =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(p, conf),
              HadoopReadOptions.builder(conf).withRange(start, end).build());
    } catch (IOException | RuntimeException | OutOfMemoryError e) { // it trusts lengths in the file
      throw BadInputException.unreadable(name, e);
    }
    found = file.getFileMetaData().getSchema();
    columns = found.getFieldCount();
    List<Type> fields = new ArrayList<>(found.getFields());
    for (Type field : more.fields) {
      if (found.containsField(field.getName())) {
        throw new BadInputException(
            "%s has a column %s already; rename it, or give the model another name"
                .formatted(name, field.getName()));
      }
      fields.add(field);
    }
    schema = new MessageType(found.getName(), fields);
  }

  /**
   * Moves to the next row; returns false after the last one.
   *
   * @throws BadInputException if the file is damaged
   */
  public boolean next() {
    try {
      while (left == 0) {
        PageReadStore pages = file.readNextRowGroup();
        if (pages == null) {
          return false;
        }
        left = pages.getRowCount();
        MessageColumnIO io =
            new ColumnIOFactory(file.getFileMetaData().getCreatedBy())
                .getColumnIO(schema, found, true);
        rows = io.getRecordReader(pages, new GroupRecordConverter(schema));
      }
      row = rows.read();
      left--;
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new BadInputException(
          "%s: the Parquet file is damaged (%s). Copy it again".formatted(name, e.getMessage()), e);
    }
  }

  /** Sets a number of the current row in one of the further columns, counted from 0. */
  public void put(int column, long value) {
    row.add(columns + column, value);
  }

  /** Sets a floating-point number of the current row. */
  public void put(int column, double value) {
    row.add(columns + column, value);
  }

  /** Sets a text of the current row. */
  public void put(int column, String value) {
    row.add(columns + column, Binary.fromString(value));
  }

  /** A file that receives rows. Close it if it is not finished. */
  public final class Output implements Closeable {
    private final StagedOutput out;
    private final ParquetWriter<Group> writer;
    private long written;
    private boolean closed;

    private Output(TaskContext task, Staging staging, String relative) throws IOException {
      out = new StagedOutput(task, staging, relative);
      writer =
          ExampleParquetWriter.builder(new TableWriter.Target(out))
              .withType(schema)
              .withConf(task.hadoop())
              .withCompressionCodec(codec())
              .build();
    }

    /** Writes the current row. */
    public void write() throws IOException {
      writer.write(row);
      written++;
    }

    /** Ends the file. */
    public Staging.StagedFile finish() throws IOException {
      closed = true;
      writer.close();
      return out.finished(written);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        out.close();
      }
    }
  }

  /** Opens a file for rows, with the compression of the file that they come from. */
  public Output open(TaskContext task, Staging staging, String relative) throws IOException {
    return new Output(task, staging, relative);
  }

  private CompressionCodecName codec() {
    return file.getFooter().getBlocks().stream()
        .flatMap(block -> block.getColumns().stream())
        .map(column -> column.getCodec())
        .findFirst()
        .orElse(CompressionCodecName.SNAPPY);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
