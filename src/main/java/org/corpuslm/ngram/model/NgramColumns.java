package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.ngram.count.RowSorter;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * N-grams or contexts of one length with one value each, in columns, to be sorted in key order. The
 * words of a row are those of its key. Memory: 4 bytes per word, 8 per value and 8 for sorting.
 */
final class NgramColumns {
  private final int length;
  private final int[][] words;
  private double[] values = new double[1 << 8];
  private int size;

  /** Creates an empty table for keys of {@code length} words. */
  NgramColumns(int length) {
    this.length = length;
    this.words = new int[length][1 << 8];
  }

  /** Packs one row. */
  static void pack(int[] key, int length, double value, ByteSink out) {
    for (int w = 0; w < length; w++) {
      out.varint(key[w]);
    }
    out.float64(value);
  }

  /** Unpacks one row and appends it. */
  void read(ByteSource in) {
    if (size == values.length) {
      int larger = ShardLimits.grown(size, size + 1L, "rows of %d words".formatted(length));
      values = Arrays.copyOf(values, larger);
      for (int w = 0; w < length; w++) {
        words[w] = Arrays.copyOf(words[w], larger);
      }
    }
    for (int w = 0; w < length; w++) {
      words[w][size] = in.varint();
    }
    values[size++] = in.float64();
  }

  /** Returns the rows in key order. */
  int[] sorted(int vocabularySize) {
    RowSorter rows = new RowSorter(size, vocabularySize);
    for (int row = 0; row < size; row++) {
      rows.add(row);
    }
    for (int w = length - 1; w >= 0; w--) {
      rows.by(words[w], 0);
    }
    return rows.rows();
  }

  /** Returns the value of a row. */
  double value(int row) {
    return values[row];
  }

  /** Copies the first words of the key of a row. */
  void key(int row, int[] to, int first) {
    for (int w = 0; w < first; w++) {
      to[w] = words[w][row];
    }
  }
}
