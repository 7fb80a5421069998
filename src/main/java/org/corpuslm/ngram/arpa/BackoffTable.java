package org.corpuslm.ngram.arpa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Hash;

/**
 * A hash table (open addressing) of the back-off weights of the contexts of one length, to be
 * joined with the probabilities of the same words. Weights are {@link Decimals}. Memory: 4 bytes
 * per word, and 12 to 20 per context. Not thread-safe.
 */
final class BackoffTable {
  /** Number of contexts per batch of look-ups, which overlaps their memory accesses. */
  static final int BATCH = 256;

  private static final int MAX_SLOTS = 1 << 30;

  private final int length;
  private final int[] slots; // row + 1; 0 = free
  private final BitSet matched = new BitSet();
  private final int[] at = new int[BATCH];
  private int size;
  private int[] words = new int[1 << 8];
  private int[] values = new int[1 << 8];

  /**
   * Builds the table.
   *
   * @param length number of words of the contexts
   * @param packed words and weight of each context, packed
   */
  BackoffTable(int length, List<ByteSource> packed) {
    this.length = length;
    for (ByteSource in : packed) {
      read(in);
    }
    this.slots = new int[Math.max(2, Integer.highestOneBit(Math.min(size, MAX_SLOTS >> 2)) << 2)];
    for (int row = 0; row < size; row++) {
      int slot = slot(words, row * length);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = row + 1;
    }
  }

  private void read(ByteSource in) {
    while (in.hasMore()) {
      String what = "contexts of %d words";
      if (size == values.length) {
        values = Arrays.copyOf(values, ShardLimits.grown(size, size + 1L, what.formatted(length)));
      }
      long needed = (size + 1L) * length;
      if (needed > words.length) {
        words =
            Arrays.copyOf(words, ShardLimits.grown(words.length, needed, what.formatted(length)));
      }
      for (int w = 0; w < length; w++) {
        words[size * length + w] = in.varint();
      }
      values[size++] = Decimals.unpack(in);
    }
  }

  private int slot(int[] ids, int from) {
    long hash = 0;
    for (int w = 0; w < length; w++) {
      hash = Hash.fold(hash, ids[from + w]);
    }
    return (int) hash & slots.length - 1;
  }

  /**
   * Looks up contexts; the found ones are matched from now on.
   *
   * @param ids words of the contexts, one context after another
   * @param n number of contexts, at most {@link #BATCH}
   * @param rows receives the row of each context; below 0 if it is not in the table
   */
  void match(int[] ids, int n, int[] rows) {
    for (int i = 0; i < n; i++) {
      at[i] = slot(ids, i * length);
    }
    for (int i = 0; i < n; i++) {
      rows[i] = slots[at[i]] - 1;
    }
    for (int i = 0; i < n; i++) {
      int slot = at[i];
      while (rows[i] >= 0 && !is(rows[i], ids, i * length)) {
        slot = slot + 1 & slots.length - 1;
        rows[i] = slots[slot] - 1;
      }
      if (rows[i] >= 0) {
        matched.set(rows[i]);
      }
    }
  }

  private boolean is(int row, int[] ids, int from) {
    return Arrays.equals(words, row * length, (row + 1) * length, ids, from, from + length);
  }

  /** Returns the weight of a row; 0 if {@code row} is below 0. */
  int value(int row) {
    return row < 0 ? 0 : values[row];
  }

  /** Copies the words of a row. */
  void context(int row, int[] to) {
    System.arraycopy(words, row * length, to, 0, length);
  }

  /** Returns the rows that were not matched, sorted by their words. */
  int[] unmatched() {
    return IntStream.range(0, size)
        .filter(row -> !matched.get(row))
        .boxed()
        .sorted(
            (a, b) ->
                Arrays.compare(
                    words, a * length, (a + 1) * length, words, b * length, (b + 1) * length))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
