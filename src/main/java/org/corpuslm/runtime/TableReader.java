package org.corpuslm.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Reads a Parquet file that {@link TableWriter} wrote, row by row, without an object per row:
 * {@link #next} moves to a row, and the methods named after types return its values. It decodes one
 * page of every column at a time and verifies the file while reading ({@link VerifiedTable}). Not
 * thread-safe.
 */
public final class TableReader implements Closeable {
  /** A page of {@value TableWriter#PAGE_ROWS} rows takes more than this many bytes. */
  private static final long MAX_ROWS_PER_BYTE = TableWriter.PAGE_ROWS / 16;

  private final String path;
  private final VerifiedTable file;
  private final List<ColumnDescriptor> descriptors;
  private final PageDecoder[] columns;
  private final int wordColumns;
  private final long words;
  private PageReadStore group;
  private long groupLeft;
  private int pageRows;
  private int row = -1;

  /**
   * Opens a file of a published directory. Word ids must lie below the size of its vocabulary.
   *
   * @throws BadInputException if the file is missing, damaged, or has other columns
   */
  public TableReader(Configuration conf, Published directory, PublishedFile file, Columns columns) {
    this(conf, directory.at(file), file, columns, columns.words() == 0 ? 0 : directory.words());
  }

  /**
   * Opens a file.
   *
   * @param path full path of the file
   * @param expected entry of the file in its manifest
   * @param words limit of word ids, exclusive
   * @throws BadInputException if the file is missing, damaged, or has other columns
   */
  public TableReader(
      Configuration conf, String path, PublishedFile expected, Columns columns, long words) {
    this.path = path;
    this.wordColumns = columns.words();
    this.words = words;
    MessageType schema = columns.schema();
    this.descriptors = schema.getColumns();
    this.columns = descriptors.stream().map(PageDecoder::new).toArray(PageDecoder[]::new);
    file = new VerifiedTable(conf, path, expected);
    try {
      MessageType found = file.footer().getFileMetaData().getSchema();
      if (!found.getColumns().equals(descriptors)) {
        throw new BadInputException(
            "%s has other columns (%s) than expected (%s)".formatted(path, found, schema));
      }
      check(expected);
    } catch (RuntimeException e) {
      closeQuietly();
      throw e;
    }
  }

  /** Checks the footer, because its figures decide how much memory is allocated. */
  private void check(PublishedFile expected) {
    long rows = 0;
    for (BlockMetaData block : file.footer().getBlocks()) {
      rows += block.getRowCount();
      for (ColumnChunkMetaData column : block.getColumns()) {
        long end = column.getStartingPos() + column.getTotalSize();
        boolean inside =
            column.getStartingPos() >= 0
                && column.getTotalSize() >= 0
                && end >= 0
                && end <= expected.bytes();
        if (!inside || column.getCodec() != CompressionCodecName.UNCOMPRESSED) {
          throw damaged("a column does not lie in the file as it should");
        }
      }
    }
    if (rows != expected.rows() || rows > MAX_ROWS_PER_BYTE * expected.bytes()) {
      throw damaged(
          "it has %d rows in %d bytes, the manifest says %d rows"
              .formatted(rows, expected.bytes(), expected.rows()));
    }
  }

  private BadInputException damaged(String what) {
    return new BadInputException(
        "%s is damaged: %s; make its directory again".formatted(path, what));
  }

  private void closeQuietly() {
    try {
      file.close();
    } catch (IOException e) {
      return; // the caller throws the first error
    }
  }

  /** Returns the number of rows that the footer of a file states. */
  static long rows(Configuration conf, String path) {
    Path p = new Path(path);
    try {
      Storage.of(conf, p);
      try (ParquetFileReader file = ParquetFileReader.open(HadoopInputFile.fromPath(p, conf))) {
        return file.getRecordCount();
      }
    } catch (IOException | RuntimeException e) {
      throw BadInputException.unreadable(path, e);
    }
  }

  /**
   * Moves to the next row; returns false at the end.
   *
   * @throws BadInputException if the file is damaged
   */
  public boolean next() throws IOException {
    if (++row < pageRows) {
      return true;
    }
    try {
      return nextPage();
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) { // Parquet trusts lengths in the pages
      throw new BadInputException("%s is damaged: %s".formatted(path, e.getMessage()), e);
    }
  }

  private boolean nextPage() throws IOException {
    while (groupLeft == 0) {
      group = file.nextGroup();
      if (group == null) {
        row = 0;
        pageRows = 0;
        return false;
      }
      groupLeft = group.getRowCount();
    }
    for (int c = 0; c < columns.length; c++) {
      DataPage page = group.getPageReader(descriptors.get(c)).readPage();
      if (!(page instanceof DataPageV2 data)
          || data.getRowCount() != data.getValueCount()
          || data.getRowCount() < 1
          || data.getRowCount() > Math.min(TableWriter.PAGE_ROWS, groupLeft)
          || (c > 0 && data.getRowCount() != pageRows)) {
        throw new BadInputException(path + " was not written by corpuslm: its pages do not match");
      }
      pageRows = data.getRowCount();
      columns[c].read(data);
      if (c < wordColumns && !columns[c].areBelow(words, pageRows)) {
        throw damaged("it has words that are not in the vocabulary of " + words);
      }
    }
    groupLeft -= pageRows;
    row = 0;
    return true;
  }

  /** Returns a value of the row, by index of the column. */
  public int int32(int column) {
    return columns[column].ints[row];
  }

  /** Returns a value of the row, by index of the column. */
  public long int64(int column) {
    return columns[column].longs[row];
  }

  /** Returns a value of the row, by index of the column. */
  public double float64(int column) {
    return columns[column].doubles[row];
  }

  /** Returns UTF-8 text of the row, or null, by index of the column. */
  public byte[] text(int column) {
    return columns[column].texts[row];
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
