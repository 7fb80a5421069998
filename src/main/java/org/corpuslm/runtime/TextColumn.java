package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Reads a column of text from a Parquet file that any program wrote, in a range of its row groups.
 * Not thread-safe.
 */
public final class TextColumn implements Closeable {
  private final String name;
  private final ParquetFileReader file;
  private final MessageType schema;
  private final ColumnDescriptor column;
  private final long before;
  private ColumnReader reader;
  private long left;
  private long row;
  private byte[] value;

  /**
   * Opens the row groups of a file whose middle lies in a range of bytes.
   *
   * @param name name of the file in messages
   * @throws BadInputException if the file is missing or no Parquet file, or if it has no such
   *     column of text
   */
  public TextColumn(
      Configuration conf, String path, String name, String column, long start, long end) {
    this.name = name;
    this.before = rowsBefore(conf, path, name, start);
    this.file = open(conf, path, name, start, end);
    try {
      MessageType all = file.getFileMetaData().getSchema();
      this.schema = new MessageType(all.getName(), checked(all, column));
      this.column = schema.getColumns().get(0);
      file.setRequestedSchema(schema);
    } catch (RuntimeException e) {
      closeQuietly();
      throw e;
    }
  }

  private static ParquetFileReader open(
      Configuration conf, String path, String name, long start, long end) {
    Path p = new Path(path);
    try {
      Storage.of(conf, p);
      return ParquetFileReader.open(
          HadoopInputFile.fromPath(p, conf),
          HadoopReadOptions.builder(conf).withRange(start, end).build());
    } catch (IOException | RuntimeException | OutOfMemoryError e) { // it trusts lengths in the file
      throw new BadInputException(
          "%s cannot be read as Parquet (%s); is it a complete Parquet file?"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** Returns the number of rows in the row groups before a position. */
  public static long rowsBefore(Configuration conf, String path, String name, long start) {
    if (start == 0) {
      return 0;
    }
    try (ParquetFileReader file = open(conf, path, name, 0, start)) {
      return file.getRecordCount();
    } catch (IOException e) {
      throw BadInputException.unreadable(name, e);
    }
  }

  private Type checked(MessageType all, String wanted) {
    if (!all.containsField(wanted)) {
      throw new BadInputException(
          "%s has no column %s, but %s; give one of them with --column"
              .formatted(
                  name,
                  wanted,
                  String.join(", ", all.getFields().stream().map(Type::getName).toList())));
    }
    Type type = all.getType(wanted);
    boolean text =
        type.isPrimitive()
            && !type.isRepetition(Type.Repetition.REPEATED)
            && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    if (!text) {
      throw new BadInputException(
          "%s: column %s is no text (%s); give a column of strings with --column"
              .formatted(name, wanted, type.toString().replaceAll("\\s+", " ")));
    }
    return type;
  }

  /**
   * Moves to the next row; returns false after the last one.
   *
   * @throws BadInputException if the file is damaged; names file and row
   */
  public boolean next() {
    try {
      while (left == 0) {
        PageReadStore pages = file.readNextRowGroup();
        if (pages == null) {
          return false;
        }
        left = pages.getRowCount();
        reader =
            new ColumnReadStoreImpl(
                    pages,
                    new DummyRecordConverter(schema).getRootConverter(),
                    schema,
                    file.getFileMetaData().getCreatedBy())
                .getColumnReader(column);
      }
      boolean isNull = reader.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel();
      value = isNull ? null : reader.getBinary().getBytes();
      reader.consume();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new BadInputException(
          "%s: the Parquet file is damaged at row %d or before the end of its row group (%s). Copy"
                  .formatted(name, before + row + 1, e.getMessage())
              + " it again",
          e);
    }
    left--;
    row++;
    return true;
  }

  /** Returns the text of the row in UTF-8; null if the row has none. */
  public byte[] value() {
    return value;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void closeQuietly() {
    try {
      file.close();
    } catch (IOException e) {
      return; // the error that led here is told
    }
  }
}
