package org.corpuslm.ngram.model;

import org.corpuslm.runtime.Hash;

/**
 * A sorted set of words that gives the rank of each in constant time. A set with many words of the
 * vocabulary is a bit set with the number of bits set before each long: 12 bytes per 64 words of
 * the vocabulary. A small set is a hash table (open addressing) of at most 32 bytes per word in it.
 * Immutable and thread-safe.
 */
final class RankBitSet {
  private final long[] bits; // null if it is a hash table
  private final int[] before; // bits set in all earlier longs
  private final int[] slots; // word + 1 and place; 0 = free

  /**
   * Builds the set.
   *
   * @param words its words, ascending
   * @param size number of its words
   * @param vocabularySize size of the vocabulary; all words are below it
   */
  RankBitSet(int[] words, int size, int vocabularySize) {
    if (tableBytes(size) < bitBytes(vocabularySize)) {
      bits = null;
      before = null;
      slots = new int[2 * capacity(size)];
      for (int i = 0; i < size; i++) {
        int slot = slot(words[i]);
        slots[slot] = words[i] + 1;
        slots[slot + 1] = i;
      }
      return;
    }
    slots = null;
    bits = new long[(vocabularySize + 63) >>> 6];
    before = new int[bits.length];
    for (int i = 0; i < size; i++) {
      bits[words[i] >>> 6] |= 1L << words[i];
    }
    for (int i = 1; i < bits.length; i++) {
      before[i] = before[i - 1] + Long.bitCount(bits[i - 1]);
    }
  }

  private static int capacity(long size) {
    return (int) Math.max(2, Long.highestOneBit(size) << 2);
  }

  private static long tableBytes(long size) {
    return 8L * Math.max(2, Long.highestOneBit(size) << 2);
  }

  private static long bitBytes(long vocabularySize) {
    return 12 * ((vocabularySize + 63) >>> 6);
  }

  /**
   * Returns the bytes of a set.
   *
   * @param size number of its words
   */
  static long memory(long size, long vocabularySize) {
    return Math.min(tableBytes(size), bitBytes(vocabularySize));
  }

  /** Returns the slot of a word, or the free slot where it belongs. */
  private int slot(int word) {
    int mask = slots.length - 2;
    int slot = Hash.fold(0, word) << 1 & mask;
    while (slots[slot] != 0 && slots[slot] != word + 1) {
      slot = slot + 2 & mask;
    }
    return slot;
  }

  /** Returns the rank of a word, or −1 if it is not in the set. */
  int of(int word) {
    if (bits == null) {
      int slot = slot(word);
      return slots[slot] == 0 ? -1 : slots[slot + 1];
    }
    long word64 = bits[word >>> 6];
    long bit = 1L << word;
    return (word64 & bit) == 0 ? -1 : before[word >>> 6] + Long.bitCount(word64 & (bit - 1));
  }
}
