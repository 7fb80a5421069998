package org.corpuslm.ngram.model;

/**
 * A one-to-one mapping of word ids to keys of equally many bits (multiplication by an odd number,
 * Knuth 6.4), and interpolation search among keys. Immutable and thread-safe.
 */
final class WordScrambler {
  private static final double GOLDEN = 0.6180339887498949;

  /** Interpolation steps before binary search takes over. */
  private static final int GUESSES = 8;

  private final int bits;
  private final int mask;
  private final int factor;
  private final int inverse;

  /**
   * Makes the mapping.
   *
   * @param bits bits of ids and of keys, at most 31
   */
  WordScrambler(int bits) {
    this.bits = bits;
    this.mask = (int) ((1L << bits) - 1);
    this.factor = (int) (long) (GOLDEN * (1L << bits)) | 1;
    int found = factor;
    for (int i = 0; i < 5; i++) { // Newton's method
      found *= 2 - factor * found;
    }
    this.inverse = found;
  }

  /** Returns the mapping for the ids of a vocabulary. */
  static WordScrambler of(long vocabularySize) {
    return new WordScrambler(Math.max(1, PackedBits.bits(vocabularySize - 1)));
  }

  int bits() {
    return bits;
  }

  int mask() {
    return mask;
  }

  int key(int word) {
    return word * factor & mask;
  }

  int word(int key) {
    return key * inverse & mask;
  }

  /** Returns where a key would be in a group of rows, if keys were evenly distributed. */
  int place(int from, int to, int key) {
    return from + (int) ((long) key * (to - from) >>> bits);
  }

  /**
   * Returns the row to look at next.
   *
   * @param at row looked at last
   * @param size rows of the group
   * @param difference key minus that of the row
   * @param guess number of rows looked at
   * @param low first row that may have the key
   * @param high last row that may have the key
   */
  int next(int at, int size, int difference, int guess, int low, int high) {
    return guess < GUESSES ? at + (int) ((long) difference * size >> bits) : low + high >>> 1;
  }
}
