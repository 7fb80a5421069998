package org.corpuslm.ngram.arpa;

import java.util.Arrays;
import org.corpuslm.runtime.ByteSource;

/** N-grams of one order with one value each, which can be put in the order of their words. */
final class NgramRows {
  private final int order;
  private int[] words = new int[1 << 10];
  private double[] values = new double[1 << 8];
  private int size;

  NgramRows(int order) {
    this.order = order;
  }

  void read(ByteSource in) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    if (words.length < (size + 1) * order) {
      words = Arrays.copyOf(words, 2 * words.length + order);
    }
    for (int w = 0; w < order; w++) {
      words[size * order + w] = in.varint();
    }
    values[size++] = in.float64();
  }

  int size() {
    return size;
  }

  int word(int row, int w) {
    return words[row * order + w];
  }

  double value(int row) {
    return values[row];
  }

  /** Rows by their words, the first word first: a stable counting pass per word, last to first. */
  int[] sorted(int vocabularySize) {
    int[] rows = new int[size];
    Arrays.setAll(rows, i -> i);
    int[] scratch = new int[size];
    for (int w = order - 1; w >= 0; w--) {
      int[] starts = new int[vocabularySize + 1];
      for (int i = 0; i < size; i++) {
        starts[words[i * order + w] + 1]++;
      }
      for (int v = 1; v < starts.length; v++) {
        starts[v] += starts[v - 1];
      }
      for (int row : rows) {
        scratch[starts[words[row * order + w]]++] = row;
      }
      int[] swap = rows;
      rows = scratch;
      scratch = swap;
    }
    return rows;
  }

  /** Compares the words of a row with those of a row of other n-grams of the same order. */
  int compare(int row, NgramRows other, int otherRow) {
    return Arrays.compare(
        words,
        row * order,
        (row + 1) * order,
        other.words,
        otherRow * order,
        (otherRow + 1) * order);
  }

  /** Words of a row. */
  int[] ngram(int row) {
    return Arrays.copyOfRange(words, row * order, (row + 1) * order);
  }
}
