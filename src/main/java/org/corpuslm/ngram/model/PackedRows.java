package org.corpuslm.ngram.model;

import org.corpuslm.runtime.MappedFile;

/**
 * Rows packed bit by bit in a mapped file. A row is a scrambled word, of as many bits as the
 * vocabulary needs, and its value, as a code of a bin or in single precision; pointers follow in
 * sequences of their own ({@link EliasFano}). The rows of a group are ordered by their scrambled
 * words, which are distributed so evenly that the place of a word can be guessed. Immutable and
 * thread-safe.
 */
final class PackedRows extends NgramRows {
  /** Bits of a value in single precision. */
  static final int FLOAT = 32;

  /** Longs before the rows: number of rows, bits of words and of values, centers, pointers. */
  static final int HEAD = 5;

  private final MappedFile file;
  private final int rows;
  private final WordScrambler words;
  private final int valueBits;
  private final int totalBits;
  private final double[] centers; // of the bins; null in single precision
  private final long start;
  private final EliasFano[] pointers;
  private final long end;

  /**
   * Finds rows in a file.
   *
   * @param at their offset
   */
  PackedRows(MappedFile file, long at) {
    this.file = file;
    this.rows = Math.toIntExact(file.int64(at));
    this.words = new WordScrambler((int) file.int64(at + Long.BYTES));
    this.valueBits = (int) file.int64(at + 2 * Long.BYTES);
    int n = Math.toIntExact(file.int64(at + 3 * Long.BYTES));
    this.totalBits = words.bits() + valueBits;
    this.centers = valueBits == FLOAT ? null : new double[n];
    long next = at + (long) HEAD * Long.BYTES;
    for (int c = 0; c < n; c++, next += Long.BYTES) {
      centers[c] = Double.longBitsToDouble(file.int64(next));
    }
    this.start = next;
    next += (long) Long.BYTES * PackedBits.longs((long) rows * totalBits);
    this.pointers = new EliasFano[(int) file.int64(at + 4 * Long.BYTES)];
    for (int p = 0; p < pointers.length; p++) {
      pointers[p] = new EliasFano(file, next);
      next = pointers[p].end();
    }
    this.end = next;
  }

  /** Returns the offset in the file after the rows and pointers. */
  long end() {
    return end;
  }

  private int key(int row) {
    long bit = (long) row * totalBits;
    return (int) (file.int64(start + (bit >>> 3)) >>> (bit & 7)) & words.mask();
  }

  @Override
  int word(int row) {
    return words.word(key(row));
  }

  @Override
  int integer(int row, int which) {
    return pointers[which - 1].get(row);
  }

  @Override
  double value(int row) {
    long bit = (long) row * totalBits + words.bits();
    long bits = file.int64(start + (bit >>> 3)) >>> (bit & 7);
    return centers == null
        ? Float.intBitsToFloat((int) bits)
        : centers[(int) bits & (1 << valueBits) - 1];
  }

  @Override
  int size() {
    return rows;
  }

  @Override
  int guess(int from, int to, int word) {
    return from < to ? key(words.place(from, to, words.key(word))) : 0;
  }

  @Override
  int find(int from, int to, int word) {
    int key = words.key(word);
    int low = from;
    int high = to - 1;
    int at = from < to ? words.place(from, to, key) : from;
    for (int guess = 1; low <= high; guess++) {
      int found = key(at);
      if (found == key) {
        return at;
      }
      if (found < key) {
        low = at + 1;
      } else {
        high = at - 1;
      }
      int next = words.next(at, to - from, key - found, guess, low, high);
      at = Math.max(low, Math.min(high, next));
    }
    return -1;
  }
}
