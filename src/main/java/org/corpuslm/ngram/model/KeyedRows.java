package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * N-grams or contexts of one length with one value each, in columns, which can be put in key order.
 * The words of a row are those of its key. 4 bytes a word, 8 a value and 8 for sorting.
 */
final class KeyedRows {
  private final int length;
  private final int[][] words;
  private double[] values = new double[1 << 8];
  private int size;

  KeyedRows(int length) {
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

  /** Unpacks one row. */
  void read(ByteSource in) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      for (int w = 0; w < length; w++) {
        words[w] = Arrays.copyOf(words[w], 2 * size);
      }
    }
    for (int w = 0; w < length; w++) {
      words[w][size] = in.varint();
    }
    values[size++] = in.float64();
  }

  /** Rows in key order: a stable counting pass per word, last to first. */
  int[] sorted(int vocabularySize) {
    int[] rows = new int[size];
    Arrays.setAll(rows, i -> i);
    int[] scratch = new int[size];
    int[] starts = new int[vocabularySize + 1];
    for (int w = length - 1; w >= 0; w--) {
      int[] column = words[w];
      Arrays.fill(starts, 0);
      for (int i = 0; i < size; i++) {
        starts[column[i] + 1]++;
      }
      for (int v = 1; v < starts.length; v++) {
        starts[v] += starts[v - 1];
      }
      for (int row : rows) {
        scratch[starts[column[row]]++] = row;
      }
      int[] swap = rows;
      rows = scratch;
      scratch = swap;
    }
    return rows;
  }

  double value(int row) {
    return values[row];
  }

  /** Copies the first words of a key. */
  void key(int row, int[] to, int first) {
    for (int w = 0; w < first; w++) {
      to[w] = words[w][row];
    }
  }
}
