package org.corpuslm.runtime;

import java.io.IOException;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.plain.BinaryPlainValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Decodes one column of a page that {@link PageEncoder} wrote, into the array of its type. */
final class PageDecoder {
  int[] ints = new int[0];
  long[] longs = new long[0];
  double[] doubles = new double[0];
  byte[][] texts = new byte[0][];

  private final PrimitiveTypeName type;

  PageDecoder(ColumnDescriptor column) {
    type = column.getPrimitiveType().getPrimitiveTypeName();
  }

  void read(DataPageV2 page) throws IOException {
    int n = page.getValueCount();
    ByteBufferInputStream data = page.getData().toInputStream();
    switch (type) {
      case INT32 -> {
        DeltaBinaryPackingValuesReader values = delta(page, data, n);
        ints = ints.length < n ? new int[n] : ints;
        for (int i = 0; i < n; i++) {
          ints[i] = values.readInteger();
        }
      }
      case INT64 -> {
        DeltaBinaryPackingValuesReader values = delta(page, data, n);
        longs = longs.length < n ? new long[n] : longs;
        for (int i = 0; i < n; i++) {
          longs[i] = values.readLong();
        }
      }
      case DOUBLE -> {
        expect(page, Encoding.PLAIN);
        doubles = doubles.length < n ? new double[n] : doubles;
        data.slice(8 * n).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(doubles, 0, n);
      }
      case BINARY -> readText(page, data, n);
      default -> throw new IllegalStateException("no such column: " + type);
    }
  }

  /** Returns whether the first {@code n} integers are at least 0 and below {@code words}. */
  boolean areBelow(long words, int n) {
    int max = 0;
    int min = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, ints[i]);
      min = Math.min(min, ints[i]);
    }
    return min >= 0 && (n == 0 || max < words);
  }

  private void readText(DataPageV2 page, ByteBufferInputStream data, int n) throws IOException {
    expect(page, Encoding.PLAIN);
    RunLengthBitPackingHybridDecoder levels =
        new RunLengthBitPackingHybridDecoder(1, page.getDefinitionLevels().toInputStream());
    BinaryPlainValuesReader values = new BinaryPlainValuesReader();
    values.initFromPage(n, data);
    texts = new byte[n][];
    for (int i = 0; i < n; i++) {
      texts[i] = levels.readInt() == 0 ? null : values.readBytes().getBytes();
    }
  }

  private static DeltaBinaryPackingValuesReader delta(
      DataPageV2 page, ByteBufferInputStream data, int n) throws IOException {
    expect(page, Encoding.DELTA_BINARY_PACKED);
    DeltaBinaryPackingValuesReader values = new DeltaBinaryPackingValuesReader();
    values.initFromPage(n, data);
    return values;
  }

  private static void expect(DataPageV2 page, Encoding encoding) {
    if (page.getDataEncoding() != encoding) {
      throw new ParquetDecodingException(
          "a page has the encoding " + page.getDataEncoding() + " instead of " + encoding);
    }
  }
}
