package org.corpuslm.ngram.count;

import java.util.Arrays;

/**
 * Sorts rows by columns of word ids, the least significant column first: an LSD radix sort, whose
 * passes are stable. Ids with many bits for the number of rows are split into digits. Time: linear
 * in rows and digits. Memory: 8 bytes per row, and at most 256 kB or one byte per row for a pass,
 * whatever the vocabulary. Not thread-safe.
 */
public final class RowSorter {
  private static final int MIN_BUCKETS = 1 << 16;
  private static final int DIGIT_BITS = 12;

  private final int bits; // of an id
  private final int digit; // bits of a pass
  private final int[] starts;
  private int[] rows;
  private int[] scratch;
  private int size;

  /**
   * Allocates space for rows.
   *
   * @param capacity maximum number of rows
   * @param vocabularySize ids are below it
   */
  public RowSorter(int capacity, int vocabularySize) {
    bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(vocabularySize - 1));
    boolean whole = 1L << bits <= Math.max(MIN_BUCKETS, capacity / 4);
    int passes = whole ? 1 : (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    digit = (bits + passes - 1) / passes;
    starts = new int[(1 << digit) + 1];
    rows = new int[capacity];
    scratch = new int[capacity];
  }

  /** Adds a row, at most {@code capacity} of them. */
  public void add(int row) {
    rows[size++] = row;
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the row at a place of the current order. */
  public int row(int place) {
    return rows[place];
  }

  /**
   * Returns the rows in the current order, at {@code 0 … size−1}; the array changes with the next
   * call of {@link #by}.
   */
  public int[] rows() {
    return rows;
  }

  /** Removes all rows. */
  void clear() {
    size = 0;
  }

  /**
   * Sorts by a column; rows with equal ids keep their order.
   *
   * @param column word ids
   * @param offset the id of a row is at {@code row − offset} in the column
   */
  public void by(int[] column, int offset) {
    for (int shift = 0; shift < bits; shift += digit) {
      pass(column, offset, shift);
    }
  }

  private void pass(int[] column, int offset, int shift) {
    int[] from = rows;
    int[] to = scratch;
    int[] next = starts;
    int mask = (1 << digit) - 1;
    int n = size;
    Arrays.fill(next, 0);
    for (int i = 0; i < n; i++) {
      next[(column[from[i] - offset] >>> shift & mask) + 1]++;
    }
    for (int b = 1; b < next.length; b++) {
      next[b] += next[b - 1];
    }
    for (int i = 0; i < n; i++) {
      int row = from[i];
      to[next[column[row - offset] >>> shift & mask]++] = row;
    }
    rows = to;
    scratch = from;
  }
}
