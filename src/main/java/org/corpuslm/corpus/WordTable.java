package org.corpuslm.corpus;

import java.util.Arrays;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Hash;

/**
 * A hash table of distinct words with counts: open addressing over one byte arena, without an
 * object per word. Entries are numbered 0, 1, 2 … in the order in which they were added. A word
 * takes its UTF-8 bytes and about 24 more. Not thread-safe while words are added.
 */
public final class WordTable implements VocabularyEntries {
  private static final long serialVersionUID = 1;

  /**
   * Maximum number of entries. The table has at least twice as many slots, and the largest array
   * whose length is a power of 2 has 2³⁰ elements.
   */
  static final int MAX_WORDS = 1 << 29;

  private static final int MAX_ARENA = Integer.MAX_VALUE - 8;

  private byte[] arena;
  private int[] starts;
  private int[] hashes;
  private long[] counts;
  private int[] slots;
  private int size;

  /**
   * Makes an empty table, which grows as needed.
   *
   * @param expectedWords number of words to reserve memory for
   */
  public WordTable(int expectedWords) {
    int capacity = Integer.highestOneBit(Math.max(16, expectedWords) * 2 - 1) * 2;
    arena = new byte[Math.max(16, expectedWords) * 8];
    starts = new int[Math.max(16, expectedWords) + 1];
    hashes = new int[Math.max(16, expectedWords)];
    counts = new long[Math.max(16, expectedWords)];
    slots = new int[capacity];
  }

  /** Returns the number of entries. */
  @Override
  public int size() {
    return size;
  }

  /**
   * Adds {@code n} occurrences of the word at {@code buf[off … off+len−1]} and returns its entry.
   *
   * @throws BadInputException if the table is full
   */
  public int add(byte[] buf, int off, int len, long n) {
    int hash = Hash.of(buf, off, len);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int e = slots[slot]; e != 0; e = slots[slot]) {
      if (hashes[e - 1] == hash && same(e - 1, buf, off, len)) {
        counts[e - 1] += n;
        return e - 1;
      }
      slot = (slot + 1) & mask;
    }
    return insert(slot, hash, buf, off, len, n);
  }

  /** Returns the entry of the word at {@code buf[off … off+len−1]}, or −1. */
  @Override
  public int find(byte[] buf, int off, int len) {
    int hash = Hash.of(buf, off, len);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (int e = slots[slot]; e != 0; e = slots[slot]) {
      if (hashes[e - 1] == hash && same(e - 1, buf, off, len)) {
        return e - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Returns the sum of the occurrences that were added. */
  @Override
  public long count(int entry) {
    return counts[entry];
  }

  /** Returns a copy of a word's UTF-8 bytes. */
  @Override
  public byte[] word(int entry) {
    return Arrays.copyOfRange(arena, starts[entry], starts[entry + 1]);
  }

  @Override
  public void write(int entry, ByteSink out) {
    out.put(arena, starts[entry], starts[entry + 1] - starts[entry]);
  }

  /** Returns {@link Hash#of(byte[], int, int)} of a word. */
  @Override
  public int hash(int entry) {
    return hashes[entry];
  }

  /** Returns the approximate memory of the table, in bytes of heap. */
  @Override
  public long memory() {
    return arena.length + 4L * (starts.length + hashes.length + slots.length) + 8L * counts.length;
  }

  private int insert(int slot, int hash, byte[] buf, int off, int len, long n) {
    if (size == MAX_WORDS || starts[size] > MAX_ARENA - len) {
      throw new BadInputException(
          ("the text has more than %,d different words, or these more than %,d bytes: a vocabulary"
                  + " holds no more. Give --min-count or --max-vocab, or another --tokenizer")
              .formatted(size, starts[size]));
    }
    if (size == hashes.length) {
      int larger = size + (size >> 1) + 16;
      hashes = Arrays.copyOf(hashes, larger);
      counts = Arrays.copyOf(counts, larger);
      starts = Arrays.copyOf(starts, larger + 1);
    }
    int start = starts[size];
    if (arena.length - start < len) {
      long larger = Math.max(arena.length + (long) (arena.length >> 1), start + len);
      arena = Arrays.copyOf(arena, (int) Math.min(MAX_ARENA, larger));
    }
    System.arraycopy(buf, off, arena, start, len);
    starts[size + 1] = start + len;
    hashes[size] = hash;
    counts[size] = n;
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    int[] larger = new int[slots.length * 2];
    int mask = larger.length - 1;
    for (int e = 0; e < size; e++) {
      int slot = hashes[e] & mask;
      while (larger[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      larger[slot] = e + 1;
    }
    slots = larger;
  }

  private boolean same(int entry, byte[] buf, int off, int len) {
    int start = starts[entry];
    return starts[entry + 1] - start == len
        && Arrays.equals(arena, start, start + len, buf, off, off + len);
  }
}
