package org.corpuslm.ngram.arpa;

import java.util.Arrays;
import java.util.BitSet;
import org.corpuslm.runtime.ByteSource;

/**
 * The back-off weights of the contexts of one length in a hash table (open addressing), to be
 * brought together with the probabilities of the same words. Weights are {@link Decimals}. 4 bytes
 * a word, 12 to 20 a context.
 */
final class Backoffs {
  private final int length;
  private int size;
  private int[] words;
  private int[] values;
  private int[] slots; // row + 1, or 0
  private final BitSet taken = new BitSet();

  Backoffs(int length) {
    this.length = length;
    this.words = new int[length << 8];
    this.values = new int[1 << 8];
    this.slots = new int[1 << 9];
  }

  void read(ByteSource in) {
    if (size == values.length) {
      words = Arrays.copyOf(words, 2 * words.length);
      values = Arrays.copyOf(values, 2 * size);
      rehash();
    }
    for (int w = 0; w < length; w++) {
      words[size * length + w] = in.varint();
    }
    values[size++] = Decimals.unpack(in);
    insert(size - 1);
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int row = 0; row < size; row++) {
      insert(row);
    }
  }

  private void insert(int row) {
    int slot = slot(words, row * length);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = row + 1;
  }

  private int slot(int[] ids, int at) {
    long hash = 0;
    for (int w = 0; w < length; w++) {
      hash = (hash ^ ids[at + w]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash & slots.length - 1;
  }

  /** The row of a context, which counts as taken from now on; below 0 if it is not there. */
  int take(int[] context) {
    for (int slot = slot(context, 0); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int row = slots[slot] - 1;
      if (Arrays.equals(words, row * length, (row + 1) * length, context, 0, length)) {
        taken.set(row);
        return row;
      }
    }
    return -1;
  }

  int value(int row) {
    return values[row];
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
