package org.corpuslm.ngram.model;

import org.corpuslm.runtime.Hash;

/**
 * A sorted set of words that tells the place of each in it with one look. A set that has many words
 * of the vocabulary is a bit for each of all words, and how many are set before: 12 bytes for 64
 * words of the vocabulary. A small one is a hash table (open addressing) of at most 32 bytes a word
 * of its own. Immutable.
 */
final class RankBitSet {
  private final long[] bits; // null if it is a hash table
  private final int[] before; // bits set in all earlier longs
  private final int[] slots; // word + 1 and place; 0 = free

  /**
   * Takes words in ascending order.
   *
   * @param size number of words
   * @param vocabularySize above all of them
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
   * Bytes that one takes.
   *
   * @param size number of words
   */
  static long memory(long size, long vocabularySize) {
    return Math.min(tableBytes(size), bitBytes(vocabularySize));
  }

  /** The slot of a word, or the free one where it belongs. */
  private int slot(int word) {
    int mask = slots.length - 2;
    int slot = Hash.fold(0, word) << 1 & mask;
    while (slots[slot] != 0 && slots[slot] != word + 1) {
      slot = slot + 2 & mask;
    }
    return slot;
  }

  /** Place of a word, or −1. */
  int of(int word) {
    if (bits == null) {
      int slot = slot(word);
      return slots[slot] == 0 ? -1 : slots[slot + 1];
    }
    long some = bits[word >>> 6];
    long bit = 1L << word;
    return (some & bit) == 0 ? -1 : before[word >>> 6] + Long.bitCount(some & (bit - 1));
  }
}
