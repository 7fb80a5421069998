package org.corpuslm.ngram.arpa;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Hash;

/**
 * The back-off weights of the contexts of one length in a hash table (open addressing), to be
 * brought together with the probabilities of the same words. Weights are {@link Decimals}. 4 bytes
 * a word, 12 to 20 a context.
 */
final class BackoffTable {
  /** Contexts that are looked up together, so that the memory is waited for once. */
  static final int BATCH = 256;

  private static final int MAX_SLOTS = 1 << 30;

  private final int length;
  private final int[] slots; // row + 1, or 0
  private final BitSet taken = new BitSet();
  private final int[] at = new int[BATCH];
  private int size;
  private int[] words = new int[1 << 8];
  private int[] values = new int[1 << 8];

  /**
   * Reads the table.
   *
   * @param packed words and weight, again and again
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
   * Looks contexts up; those that are there count as taken from now on.
   *
   * @param ids words of the contexts, one behind the other
   * @param n how many contexts, {@link #BATCH} at most
   * @param rows receives the row of each; below 0 if it is not there
   */
  void take(int[] ids, int n, int[] rows) {
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
        taken.set(rows[i]);
      }
    }
  }

  private boolean is(int row, int[] ids, int from) {
    return Arrays.equals(words, row * length, (row + 1) * length, ids, from, from + length);
  }

  /** The weight of a row; 0 for one that is not there. */
  int value(int row) {
    return row < 0 ? 0 : values[row];
  }

  /** Copies the words of a row. */
  void context(int row, int[] to) {
    System.arraycopy(words, row * length, to, 0, length);
  }

  /** Rows that were not taken, by their words. */
  int[] left() {
    return java.util.stream.IntStream.range(0, size)
        .filter(row -> !taken.get(row))
        .boxed()
        .sorted(
            (a, b) ->
                Arrays.compare(
                    words, a * length, (a + 1) * length, words, b * length, (b + 1) * length))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
