package org.corpuslm.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Gathers the values of one column of a page and encodes them: integers are delta-packed (sorted
 * n-grams take few bits); doubles and text are plain.
 */
final class PageEncoder {
  private static final int SLAB = 1 << 10; // the first one; later ones grow with what is there
  private static final int PAGE = 1 << 20;

  int[] ints;
  long[] longs;
  double[] doubles;
  byte[][] texts;

  private final PrimitiveType type;
  private ValuesWriter values;

  private PageEncoder(PrimitiveType type, int rows) {
    this.type = type;
    HeapByteBufferAllocator heap = new HeapByteBufferAllocator();
    switch (type.getPrimitiveTypeName()) {
      case INT32 -> {
        ints = new int[rows];
        values = new DeltaBinaryPackingValuesWriterForInteger(SLAB, PAGE, heap);
      }
      case INT64 -> {
        longs = new long[rows];
        values = new DeltaBinaryPackingValuesWriterForLong(SLAB, PAGE, heap);
      }
      case DOUBLE -> doubles = new double[rows];
      case BINARY -> {
        texts = new byte[rows][];
        values = new PlainValuesWriter(SLAB, PAGE, heap);
      }
      default -> throw new IllegalArgumentException("no such column: " + type);
    }
  }

  /** Makes an encoder with room for some rows. */
  static PageEncoder of(ColumnDescriptor column, int rows) {
    return new PageEncoder(column.getPrimitiveType(), rows);
  }

  /** Makes room for more rows. */
  void grow(int rows) {
    if (ints != null) {
      ints = Arrays.copyOf(ints, rows);
    } else if (longs != null) {
      longs = Arrays.copyOf(longs, rows);
    } else if (doubles != null) {
      doubles = Arrays.copyOf(doubles, rows);
    } else {
      texts = Arrays.copyOf(texts, rows);
    }
  }

  /** Writes the first {@code n} values as a page. */
  void write(PageWriter page, int n) throws IOException {
    Statistics<?> statistics = Statistics.createStats(type);
    BytesInput levels = BytesInput.empty();
    BytesInput data;
    Encoding encoding = Encoding.DELTA_BINARY_PACKED;
    if (ints != null) {
      int min = ints[0];
      int max = ints[0];
      for (int i = 0; i < n; i++) {
        int v = ints[i];
        min = Math.min(min, v);
        max = Math.max(max, v);
        values.writeInteger(v);
      }
      statistics.updateStats(min);
      statistics.updateStats(max);
      data = values.getBytes();
    } else if (longs != null) {
      long min = longs[0];
      long max = longs[0];
      for (int i = 0; i < n; i++) {
        long v = longs[i];
        min = Math.min(min, v);
        max = Math.max(max, v);
        values.writeLong(v);
      }
      statistics.updateStats(min);
      statistics.updateStats(max);
      data = values.getBytes();
    } else if (doubles != null) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * n).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(doubles, 0, n);
      data = BytesInput.from(bytes.array());
      encoding = Encoding.PLAIN;
    } else {
      levels = presence(n, statistics);
      data = values.getBytes();
      encoding = Encoding.PLAIN;
    }
    page.writePageV2(
        n,
        (int) statistics.getNumNulls(),
        n,
        BytesInput.empty(),
        levels,
        encoding,
        data,
        statistics);
    if (values != null) {
      values.reset();
    }
  }

  /** Returns the definition levels of text (0 = null) and encodes the values. */
  private BytesInput presence(int n, Statistics<?> statistics) throws IOException {
    RunLengthBitPackingHybridEncoder levels =
        new RunLengthBitPackingHybridEncoder(1, 1 << 8, PAGE, new HeapByteBufferAllocator());
    for (int i = 0; i < n; i++) {
      levels.writeInt(texts[i] == null ? 0 : 1);
      if (texts[i] == null) {
        statistics.incrementNumNulls();
      } else {
        Binary value = Binary.fromConstantByteArray(texts[i]);
        values.writeBytes(value);
        statistics.updateStats(value);
      }
    }
    Arrays.fill(texts, 0, n, null);
    return levels.toBytes();
  }
}
