package org.corpuslm.ngram.count;

import java.util.Arrays;

/**
 * Sorts rows by columns of word ids, the least significant column first: an LSD radix sort, whose
 * passes are stable. Ids that have many bits for the number of rows are cut into digits. Memory: 8
 * bytes a row, and at most 256 kB or one byte a row for a pass, whatever the vocabulary. Not
 * thread-safe.
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
   * Makes room for rows.
   *
   * @param capacity number of rows
   * @param vocabularySize ids lie below it
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

  public void add(int row) {
    rows[size++] = row;
  }

  public int size() {
    return size;
  }

  /** Row at a place in the order so far. */
  public int row(int place) {
    return rows[place];
  }

  /** Rows in the order so far; those at {@code 0 … size−1}. */
  public int[] rows() {
    return rows;
  }

  void clear() {
    size = 0;
  }

  /** Sorts by a column, in which the id of a row stands at {@code row − offset}; stable. */
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
