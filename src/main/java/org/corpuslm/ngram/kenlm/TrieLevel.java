package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.MappedFile;

/**
 * The n-grams of one order of a trie, from 2, packed bit by bit: word, values, and the lower bits
 * of the pointer to the first n-gram that extends it. Rows are grouped by the n-gram that they
 * extend to the left, and sorted by word within a group; the pointer of the next row ends a group.
 * Immutable and thread-safe.
 */
final class TrieLevel {
  private static final int MAX_BITS = 57;

  private final MappedFile file;
  private final long start;
  private final long rows;
  private final long maxWord;
  private final int wordBits;
  private final int valueBits;
  private final int pointerBits;
  private final int totalBits;
  private final long wordMask;
  private final long pointerMask;
  private final PointerArray upper; // null if pointers are whole
  private final long maxPointer;

  /**
   * Describes the rows of one order.
   *
   * @param at offset in the file of the pointer array, if any, else of the rows
   * @param rows number of n-grams of this order
   * @param maxWord number of words
   * @param valueBits bits of the values of a row
   * @param next number of n-grams of the next order; −1 for the highest order, which has no
   *     pointers
   * @param maxUpperBits limit of the bits in a pointer array; −1 if there is none
   */
  TrieLevel(
      MappedFile file,
      long at,
      long rows,
      long maxWord,
      int valueBits,
      long next,
      int maxUpperBits) {
    this.file = file;
    this.rows = rows;
    this.maxWord = maxWord;
    this.maxPointer = next;
    this.wordBits = bits(maxWord);
    this.wordMask = mask(wordBits);
    this.valueBits = valueBits;
    if (next < 0) {
      this.upper = null;
      this.pointerBits = 0;
      this.start = at;
    } else if (maxUpperBits < 0) {
      this.upper = null;
      this.pointerBits = bits(next);
      this.start = at;
    } else {
      int upperBits = PointerArray.upperBits(rows + 1, next, maxUpperBits);
      long length = PointerArray.length(next, upperBits);
      this.upper = new PointerArray(file, at, length);
      this.pointerBits = bits(next) - upperBits;
      this.start = Math.addExact(at, PointerArray.size(length));
    }
    this.pointerMask = mask(pointerBits);
    this.totalBits = wordBits + valueBits + pointerBits;
  }

  /** Returns the number of bits of an integer; 0 for 0. */
  static int bits(long max) {
    return Long.SIZE - Long.numberOfLeadingZeros(max);
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }

  /** Returns the offset in the file after the rows. */
  long end() {
    long bits = Math.multiplyExact(rows + 1, totalBits);
    return Math.addExact(start, (bits + 7) / 8 + Long.BYTES);
  }

  long rows() {
    return rows;
  }

  private long int57(long bit, long mask) {
    return file.int64(start + (bit >>> 3)) >>> (bit & 7) & mask;
  }

  /** Returns the word of a row. */
  long word(long row) {
    return int57(row * totalBits, wordMask);
  }

  /**
   * Returns some of the value bits of a row.
   *
   * @param skip number of lower bits to leave out
   * @param bits number of bits to return, at most 57
   */
  long value(long row, int skip, int bits) {
    return int57(row * totalBits + wordBits + skip, mask(Math.min(bits, MAX_BITS)));
  }

  /**
   * Returns the first n-gram of the next order that extends a row; the row after the last has one
   * too.
   */
  long pointer(long row) {
    long lower = lower(row);
    return upper == null ? lower : upper.upper(row) << pointerBits | lower;
  }

  private long lower(long row) {
    return int57(row * totalBits + wordBits + valueBits, pointerMask);
  }

  /**
   * Reads the pointers of a row and the next.
   *
   * @param range receives the first n-gram that extends the row, and the one after the last
   * @throws IndexOutOfBoundsException if the file is damaged
   */
  void range(long row, long[] range) {
    long first = lower(row);
    long last = lower(row + 1);
    if (upper != null) {
      long high = upper.upper(row);
      first |= high << pointerBits;
      last |= upper.upper(row + 1, high) << pointerBits;
    }
    check(first, last, maxPointer);
    range[0] = first;
    range[1] = last;
  }

  /** Checks a group of rows of the next order. */
  void check(long first, long last, long limit) {
    if (first > last || last > limit || last - first > maxWord) {
      throw new IndexOutOfBoundsException("rows %d to %d of %d".formatted(first, last, limit));
    }
  }

  /**
   * Returns the row of a word in the group {@code from … to−1}, or −1: interpolation search, as
   * words are evenly distributed.
   */
  long find(long from, long to, int word) {
    long low = from - 1; // a row with a smaller word
    long lowWord = 0;
    long high = to; // a row with a greater word
    long highWord = maxWord;
    while (high - low > 1) {
      long width = high - low - 1;
      long row = low + 1 + (word - lowWord) * width / (highWord - lowWord + 1);
      row = Math.max(low + 1, Math.min(high - 1, row));
      long found = word(row);
      if (found == word) {
        return row;
      }
      if (found < word) {
        low = row;
        lowWord = found;
      } else {
        high = row;
        highWord = found;
      }
    }
    return -1;
  }
}
