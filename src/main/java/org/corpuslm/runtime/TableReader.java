package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;

/**
 * Reads one of our Parquet files row by row, column by column, without row objects: after {@link
 * #next} every column's value is to be taken exactly once. The file's checksum is verified first.
 * Not thread-safe.
 */
public final class TableReader implements Closeable {
  private final String path;
  private final ParquetFileReader file;
  private final MessageType schema;
  private final List<ColumnDescriptor> descriptors;
  private final ColumnReader[] columns;
  private long left;

  /**
   * Opens a file that a manifest lists.
   *
   * @throws BadInputException if it is missing, damaged, or has other columns
   */
  public TableReader(Configuration conf, Published directory, PublishedFile file, Columns columns) {
    this(conf, directory.at(file), file, columns);
  }

  public TableReader(Configuration conf, String path, PublishedFile expected, Columns columns) {
    this.path = path;
    this.schema = columns.schema();
    this.descriptors = schema.getColumns();
    this.columns = new ColumnReader[descriptors.size()];
    Checksums.verify(conf, path, expected);
    try {
      Path p = new Path(path);
      Storage.of(conf, p);
      file = ParquetFileReader.open(HadoopInputFile.fromPath(p, conf));
    } catch (IOException | RuntimeException e) {
      throw new BadInputException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
    MessageType found = file.getFileMetaData().getSchema();
    if (!found.getColumns().equals(descriptors)) {
      throw new BadInputException(
          "%s has other columns (%s) than expected (%s)".formatted(path, found, schema));
    }
  }

  /** Moves to the next row; false at the end. */
  public boolean next() throws IOException {
    while (left == 0) {
      PageReadStore group;
      try {
        group = file.readNextRowGroup();
      } catch (ParquetDecodingException e) {
        throw new BadInputException("%s is damaged: %s".formatted(path, e.getMessage()), e);
      }
      if (group == null) {
        return false;
      }
      left = group.getRowCount();
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              group,
              new GroupRecordConverter(schema).getRootConverter(),
              schema,
              file.getFileMetaData().getCreatedBy());
      for (int i = 0; i < columns.length; i++) {
        columns[i] = store.getColumnReader(descriptors.get(i));
      }
    }
    left--;
    return true;
  }

  public int int32(int column) {
    int value = columns[column].getInteger();
    columns[column].consume();
    return value;
  }

  public long int64(int column) {
    long value = columns[column].getLong();
    columns[column].consume();
    return value;
  }

  public double float64(int column) {
    double value = columns[column].getDouble();
    columns[column].consume();
    return value;
  }

  /** UTF-8 text, or null. */
  public byte[] text(int column) {
    ColumnReader reader = columns[column];
    byte[] value = reader.getCurrentDefinitionLevel() == 0 ? null : reader.getBinary().getBytes();
    reader.consume();
    return value;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
