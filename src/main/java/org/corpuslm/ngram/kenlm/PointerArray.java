package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.MappedFile;

/**
 * The upper bits of the pointers of one order of a trie (Raj and Whittaker 2003): since pointers
 * ascend, an array holds, for each value of the upper bits, the first row that has it. Immutable
 * and thread-safe.
 */
final class PointerArray {
  private static final int HEAD = Long.BYTES;

  private final MappedFile file;
  private final long start; // of the array
  private final long length;

  /**
   * Describes the array.
   *
   * @param at offset in the file of the block that the array is in
   * @param length number of values of the upper bits
   */
  PointerArray(MappedFile file, long at, long length) {
    this.file = file;
    this.start = (at + 7 & -8) + HEAD;
    this.length = length;
  }

  /**
   * Returns how many upper bits are in the array, which was chosen for the smallest size.
   *
   * @param rows number of pointers
   * @param max largest pointer
   * @param maxBits limit that the file was built with
   */
  static int upperBits(long rows, long max, int maxBits) {
    int bits = TrieLevel.bits(max);
    int best = 0;
    long least = Long.MAX_VALUE;
    for (int upper = 0; upper <= Math.min(bits, maxBits); upper++) {
      long change = shift(max, bits - upper) * Long.SIZE - rows * upper;
      if (change < least) {
        least = change;
        best = upper;
      }
    }
    return best;
  }

  /** Returns the number of values of the upper bits. */
  static long length(long max, int upperBits) {
    return shift(max, TrieLevel.bits(max) - upperBits) + 1;
  }

  private static long shift(long value, int bits) {
    return bits >= Long.SIZE ? 0 : value >>> bits;
  }

  /** Returns the bytes of the block: a head, the array, and space for aligning it. */
  static long size(long length) {
    return Math.addExact(Math.multiplyExact(Math.addExact(1, length), Long.BYTES), 7);
  }

  /** Returns the upper bits of the pointer of a row. */
  long upper(long row) {
    long low = 0;
    long high = length;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (file.int64(start + Long.BYTES * middle) <= row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /**
   * Returns the upper bits of the pointer of a row.
   *
   * @param from those of the row before
   */
  long upper(long row, long from) {
    long upper = from;
    while (upper + 1 < length && file.int64(start + Long.BYTES * (upper + 1)) <= row) {
      upper++;
    }
    return upper;
  }
}
