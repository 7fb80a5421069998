package org.corpuslm.ngram.model;

import java.util.Arrays;

/** A growing sequence of bits: numbers one after the other, lowest bit first. Not thread-safe. */
final class PackedBits {
  private long[] longs = new long[64];
  private long size;

  /** Appends the lowest bits of a number. */
  void add(long value, int bits) {
    if (bits == 0) {
      return;
    }
    int at = (int) (size >>> 6);
    if (at + 1 >= longs.length) {
      longs = Arrays.copyOf(longs, Math.max(at + 2, longs.length + (longs.length >> 1)));
    }
    long masked = bits == Long.SIZE ? value : value & (1L << bits) - 1;
    int shift = (int) (size & 63);
    longs[at] |= masked << shift;
    if (shift + bits > Long.SIZE) {
      longs[at + 1] |= masked >>> Long.SIZE - shift;
    }
    size += bits;
  }

  /** Appends zeros, then a one. */
  void addUnary(long zeros) {
    size += zeros;
    int at = (int) (size >>> 6);
    if (at + 1 >= longs.length) {
      longs = Arrays.copyOf(longs, Math.max(at + 2, longs.length + (longs.length >> 1)));
    }
    longs[at] |= 1L << size;
    size++;
  }

  /** Returns the number of bits. */
  long size() {
    return size;
  }

  /**
   * Returns the bits, with at least a long of zeros after them, so that any bit can begin a read.
   */
  long[] toLongs() {
    return Arrays.copyOf(longs, longs(size));
  }

  /** Returns the longs that a number of bits takes. */
  static int longs(long bits) {
    return Math.toIntExact((bits + 63 >>> 6) + 1);
  }

  /** Returns the number of bits that a number from 0 to {@code max} takes. */
  static int bits(long max) {
    return Long.SIZE - Long.numberOfLeadingZeros(max);
  }
}
