package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * A table in one array, row after row, so that what is looked at together lies together: a word,
 * any further integers, and a double, or its quantised code beside the array.
 */
final class Records {
  private final int stride;
  private final Codes codes; // null if values are in the rows
  private final int[] rows;

  /**
   * Puts a table together.
   *
   * @param rows with {@code integers} of each row set
   * @param codes of the values; null if they are in the rows
   */
  private Records(int[] rows, int stride, Codes codes) {
    this.rows = rows;
    this.stride = stride;
    this.codes = codes;
  }

  /** Bytes of a table with exact values. */
  static long exactMemory(long rows, int integers) {
    return rows * (4L * integers + Double.BYTES);
  }

  /** Bytes of several tables with codes of so many bits; few values take less. */
  static long quantisedMemory(long rows, long tables, int integers, int bits) {
    return rows * 4L * integers + Codes.memory(rows, tables, bits);
  }

  /** The word of a row. */
  int word(int row) {
    return rows[row * stride];
  }

  /** One of the integers of a row; the word is number 0. */
  int integer(int row, int which) {
    return rows[row * stride + which];
  }

  double value(int row) {
    if (codes != null) {
      return codes.value(row);
    }
    int at = row * stride + stride - 2;
    return Double.longBitsToDouble((long) rows[at] << 32 | rows[at + 1] & 0xffffffffL);
  }

  /** The row among {@code from … to−1}, which are in the order of their words, or below 0. */
  int find(int from, int to, int word) {
    int low = from;
    int high = to - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = rows[middle * stride];
      if (found < word) {
        low = middle + 1;
      } else if (found > word) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  /** A set of the words of all rows but the last, if they ascend. */
  WordRanks ranks(int vocabularySize) {
    return new WordRanks(rows, stride, rows.length / stride - 1, vocabularySize);
  }

  /** Fills a table row by row. */
  static final class Builder {
    private final int integers;
    private final int bits;
    private final int stride;
    private int[] rows;
    private double[] values; // null if they go into the rows
    private int size;
    private int valued;

    /**
     * Begins a table.
     *
     * @param most rows, no fewer than there will be
     * @param integers of a row, with the word
     * @param bits of a code; 0 for exact values
     */
    Builder(int most, int integers, int bits) {
      this.integers = integers;
      this.bits = bits;
      this.stride = bits == 0 ? integers + 2 : integers;
      this.rows = new int[Math.multiplyExact(most + 1, stride)];
      this.values = bits == 0 ? null : new double[most];
    }

    void add(int word, double value) {
      int at = size * stride;
      rows[at] = word;
      if (values == null) {
        long packed = Double.doubleToRawLongBits(value);
        rows[at + integers] = (int) (packed >>> 32);
        rows[at + integers + 1] = (int) packed;
      } else {
        values[size] = value;
      }
      valued = ++size;
    }

    /** Adds a row of integers at the end, which has neither word nor value. */
    void end() {
      size++;
    }

    void set(int row, int which, int integer) {
      rows[row * stride + which] = integer;
    }

    int size() {
      return size;
    }

    /**
     * The table; the builder is of no use afterwards.
     *
     * @param zero whether values of 0 stay exact
     */
    Records build(boolean zero) {
      if (size * stride < rows.length) {
        rows = Arrays.copyOf(rows, size * stride);
      }
      Codes codes = bits == 0 ? null : Codes.of(Arrays.copyOf(values, valued), bits, zero);
      values = null;
      return new Records(rows, stride, codes);
    }
  }
}
