package org.corpuslm.ngram.model;

/**
 * A sorted set of words that tells the place of each in it with one look: a bit a word of the
 * vocabulary, and how many are set before. 12 bytes for 64 words of the vocabulary. Immutable.
 */
final class WordRanks {
  private final long[] bits;
  private final int[] before; // bits set in all earlier longs

  /**
   * Takes words in ascending order.
   *
   * @param size number of words
   * @param vocabularySize above all of them
   */
  WordRanks(int[] words, int size, int vocabularySize) {
    bits = new long[(vocabularySize + 63) >>> 6];
    before = new int[bits.length];
    for (int i = 0; i < size; i++) {
      bits[words[i] >>> 6] |= 1L << words[i];
    }
    for (int i = 1; i < bits.length; i++) {
      before[i] = before[i - 1] + Long.bitCount(bits[i - 1]);
    }
  }

  /** Bytes that one takes. */
  static long memory(long vocabularySize) {
    return 12 * ((vocabularySize + 63) >>> 6);
  }

  /** Place of a word, or −1. */
  int of(int word) {
    long some = bits[word >>> 6];
    long bit = 1L << word;
    return (some & bit) == 0 ? -1 : before[word >>> 6] + Long.bitCount(some & (bit - 1));
  }
}
