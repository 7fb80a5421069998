package org.corpuslm.ngram.arpa;

import java.util.Arrays;
import org.corpuslm.runtime.ByteSource;

/**
 * N-grams of one order with one value each, in columns, which can be put in the order of their
 * words. Values are in units of the last decimal that ARPA files get.
 */
final class NgramRows {
  private final int order;
  private final int[][] words;
  private int[] values = new int[1 << 8];
  private int size;

  NgramRows(int order) {
    this.order = order;
    this.words = new int[order][1 << 8];
  }

  void read(ByteSource in) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      for (int w = 0; w < order; w++) {
        words[w] = Arrays.copyOf(words[w], 2 * size);
      }
    }
    for (int w = 0; w < order; w++) {
      words[w][size] = in.varint();
    }
    values[size++] = Decimals.unpack(in);
  }

  int size() {
    return size;
  }

  int word(int row, int w) {
    return words[w][row];
  }

  /** See {@link Decimals}. */
  int value(int row) {
    return values[row];
  }

  /** Rows by their words, the first word first: a stable counting pass per word, last to first. */
  int[] sorted(int vocabularySize) {
    int[] rows = new int[size];
    Arrays.setAll(rows, i -> i);
    int[] scratch = new int[size];
    int[] starts = new int[vocabularySize + 1];
    for (int w = order - 1; w >= 0; w--) {
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

  /** Compares the words of a row with those of a row of other n-grams of the same order. */
  int compare(int row, NgramRows other, int otherRow) {
    for (int w = 0; w < order; w++) {
      int c = Integer.compare(words[w][row], other.words[w][otherRow]);
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }

  /** Copies the words of a row. */
  void ngram(int row, int[] to) {
    for (int w = 0; w < order; w++) {
      to[w] = words[w][row];
    }
  }
}
