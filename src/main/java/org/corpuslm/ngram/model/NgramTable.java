package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.runtime.Hash;

/**
 * A table in one int array, row by row, so that values used together lie together: a word, further
 * integers, and a double or, in a separate array, its quantized code. Rows come in groups that are
 * searched by word (interpolation search): within a group they are ordered by a scrambled form of
 * their words, which is so evenly distributed that the place of a word can be guessed to within a
 * few rows. Memory: 4 bytes per integer and 8 per exact value. Immutable and thread-safe.
 */
final class NgramTable extends NgramRows {
  /** Interpolation steps before binary search takes over. */
  private static final int GUESSES = 8;

  private static final int UNSCRAMBLE = inverse(Hash.SCRAMBLE);

  private final int[] rows;
  private final int size;
  private final int stride;
  private final QuantizedColumn codes; // null if values are in the rows

  private NgramTable(int[] rows, int size, int stride, QuantizedColumn codes) {
    this.rows = rows;
    this.size = size;
    this.stride = stride;
    this.codes = codes;
  }

  /** Returns the inverse of an odd number modulo 2³², by Newton's method. */
  private static int inverse(int odd) {
    int inverse = odd;
    for (int i = 0; i < 4; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  /**
   * Returns the bytes of several tables.
   *
   * @param rows number of rows of all tables
   * @param tables number of tables
   * @param integers integers per row, including the word
   * @param bits bits per quantized value; 0 = exact values
   */
  static long memory(long rows, long tables, int integers, int bits) {
    long values = bits == 0 ? rows * Double.BYTES : QuantizedColumn.memory(rows, tables, bits);
    return rows * integers * Integer.BYTES + values;
  }

  private static int key(int word) {
    return word * Hash.SCRAMBLE ^ Integer.MIN_VALUE;
  }

  @Override
  int word(int row) {
    return (rows[row * stride] ^ Integer.MIN_VALUE) * UNSCRAMBLE;
  }

  @Override
  int integer(int row, int which) {
    return rows[row * stride + which];
  }

  @Override
  double value(int row) {
    if (codes != null) {
      return codes.value(row);
    }
    int at = row * stride + stride - 2;
    return Double.longBitsToDouble((long) rows[at] << 32 | (rows[at + 1] & 0xffffffffL));
  }

  @Override
  int size() {
    return size;
  }

  private static int place(int from, int to, int key) {
    return from + (int) ((((key ^ Integer.MIN_VALUE) & 0xffffffffL) * (to - from)) >>> 32);
  }

  @Override
  int guess(int from, int to, int word) {
    return from < to ? rows[place(from, to, key(word)) * stride] : 0;
  }

  @Override
  int find(int from, int to, int word) {
    int key = key(word);
    int low = from;
    int high = to - 1;
    long size = (long) to - from;
    int at = place(from, to, key);
    for (int guess = 1; low <= high; guess++) {
      int found = rows[at * stride];
      if (found == key) {
        return at;
      }
      if (found < key) {
        low = at + 1;
      } else {
        high = at - 1;
      }
      int next =
          guess < GUESSES ? at + (int) ((((long) key - found) * size) >> 32) : (low + high) >>> 1;
      at = Math.max(low, Math.min(high, next));
    }
    return -1;
  }

  /** Collects rows and sorts them into search order. */
  static final class Builder {
    private int[] keys;
    private double[] values;
    private int size;

    /** Allocates space for {@code capacity} rows. */
    Builder(int capacity) {
      this.keys = new int[capacity];
      this.values = new double[capacity];
    }

    /** Appends a row. */
    void add(int word, double value) {
      keys[size] = key(word);
      values[size++] = value;
    }

    /** Returns the number of rows. */
    int size() {
      return size;
    }

    /**
     * Returns the rows in search order: groups in a new order, each sorted.
     *
     * @param groups the groups in their new order
     * @param starts first row of every group by its old number, and the end of the last group
     * @param newStarts receives the first row of every group in the new order, and the end of the
     *     last
     */
    int[] searchOrder(int[] groups, int[] starts, int[] newStarts) {
      int[] order = new int[size];
      long[] sorted = new long[16];
      int n = 0;
      for (int g = 0; g < groups.length; g++) {
        int from = starts[groups[g]];
        int rows = starts[groups[g] + 1] - from;
        newStarts[g] = n;
        if (rows == 1) {
          order[n++] = from;
          continue;
        }
        if (sorted.length < rows) {
          sorted = new long[2 * rows];
        }
        for (int i = 0; i < rows; i++) {
          sorted[i] = (long) keys[from + i] << 32 | (from + i);
        }
        Arrays.sort(sorted, 0, rows);
        for (int i = 0; i < rows; i++) {
          order[n++] = (int) sorted[i];
        }
      }
      newStarts[groups.length] = n;
      return order;
    }

    /**
     * Returns the table; the builder must not be used afterwards.
     *
     * @param order old row of every new row
     * @param integers further integers, by new row; each array has one element more than there are
     *     rows
     * @param bits bits per quantized value; 0 = exact values
     * @param zero whether values of 0 stay exact when quantized
     */
    NgramTable build(int[] order, int[][] integers, int bits, boolean zero) {
      int stride = 1 + integers.length + (bits == 0 ? 2 : 0);
      int[] rows = new int[Math.multiplyExact(size + (integers.length == 0 ? 0 : 1), stride)];
      for (int row = 0, at = 0; at < rows.length; row++, at += stride) {
        for (int i = 0; i < integers.length; i++) {
          rows[at + 1 + i] = integers[i][row];
        }
        if (row < size) {
          rows[at] = keys[order[row]];
        }
        if (row < size && bits == 0) {
          long packed = Double.doubleToRawLongBits(values[order[row]]);
          rows[at + stride - 2] = (int) (packed >>> 32);
          rows[at + stride - 1] = (int) packed;
        }
      }
      keys = null;
      if (bits == 0) {
        return new NgramTable(rows, size, stride, null);
      }
      double[] ordered = new double[size];
      Arrays.setAll(ordered, row -> values[order[row]]);
      values = null;
      return new NgramTable(rows, size, stride, QuantizedColumn.of(ordered, bits, zero));
    }
  }
}
