package org.corpuslm.ngram.count;

import java.util.Arrays;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Hash;

/**
 * The next words of one open context with their counts, added up from lists of ascending ids. As
 * long as ids rise, words are only appended; up to 8 words are searched one by one, more through a
 * hash table (open addressing). Memory: 20 to 36 bytes per next word of the largest context so far.
 *
 * <p>Packed, a list is the size of the rest in bytes; then for each word, by ascending id, the
 * distance to the id before, the raw count and the number of left neighbors (varints).
 */
final class Successors {
  /** Up to this many words are searched without the hash table. */
  private static final int FEW = 8;

  private static final int MIN_SLOTS = 4 * FEW;

  private int[] words = new int[16];
  private long[] counts = new long[16];
  private long[] adjusted = new long[16];
  private int size;
  private boolean rising = true;
  private int[] slots = new int[0]; // place + 1; 0 = free
  private int mask;
  private int hashed; // words at smaller places are in the hash table
  private long[] order = new long[0];
  private long[] spare = new long[0];

  /**
   * Adds to the counts of a word.
   *
   * @param count raw count
   * @param left left neighbors, or adjusted count
   */
  void add(int word, long count, long left) {
    int place = rising && (size == 0 || words[size - 1] < word) ? size : find(word);
    if (place == size) {
      append(word);
    }
    counts[place] += count;
    adjusted[place] += left;
  }

  private void append(int word) {
    if (size == words.length) {
      int larger = 2 * size;
      words = Arrays.copyOf(words, larger);
      counts = Arrays.copyOf(counts, larger);
      adjusted = Arrays.copyOf(adjusted, larger);
    }
    rising &= size == 0 || words[size - 1] < word;
    words[size] = word;
    counts[size] = 0;
    adjusted[size++] = 0;
  }

  /** Returns the place of a word, or the size if it is new. */
  private int find(int word) {
    if (size <= FEW) {
      for (int i = 0; i < size; i++) {
        if (words[i] == word) {
          return i;
        }
      }
      return size;
    }
    for (reserve(); hashed < size; hashed++) {
      slots[slot(words[hashed])] = hashed + 1;
    }
    int place = slots[slot(word)] - 1;
    return place < 0 ? size : place;
  }

  /** Makes the hash table at least twice as large as the list. */
  private void reserve() {
    if (hashed > 0 && 2 * size <= mask) {
      return;
    }
    int capacity = Math.max(MIN_SLOTS, Integer.highestOneBit(size) << 2);
    if (slots.length < capacity) {
      slots = new int[capacity];
    } else {
      Arrays.fill(slots, 0, capacity, 0);
    }
    mask = capacity - 1;
    hashed = 0;
  }

  /** Returns the slot of a word, or the free slot where it belongs. */
  private int slot(int word) {
    int slot = Hash.fold(0, word) & mask;
    while (slots[slot] != 0 && words[slots[slot] - 1] != word) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Sorts the words by id, and returns this. */
  Successors sorted() {
    if (rising) {
      return this;
    }
    if (order.length < size) {
      order = new long[words.length];
      spare = new long[words.length];
    }
    for (int i = 0; i < size; i++) {
      order[i] = (long) words[i] << 32 | i;
    }
    Arrays.sort(order, 0, size);
    for (int i = 0; i < size; i++) {
      words[i] = (int) (order[i] >>> 32);
    }
    counts = permuted(counts);
    adjusted = permuted(adjusted);
    rising = true;
    hashed = 0;
    return this;
  }

  /** Returns values in the new order; their previous array becomes the spare one. */
  private long[] permuted(long[] values) {
    long[] to = spare.length < values.length ? new long[values.length] : spare;
    for (int i = 0; i < size; i++) {
      to[i] = values[(int) order[i]];
    }
    spare = values;
    return to;
  }

  /** Removes all words; the arrays stay allocated. */
  void clear() {
    size = 0;
    hashed = 0;
    rising = true;
  }

  /** Returns the number of words. */
  int size() {
    return size;
  }

  /** Returns the i-th word. */
  int word(int i) {
    return words[i];
  }

  /** Returns the raw count of the i-th word. */
  long count(int i) {
    return counts[i];
  }

  /** Returns the adjusted count of the i-th word. */
  long adjusted(int i) {
    return adjusted[i];
  }

  /** Receives the words of a packed list. */
  interface Sink {
    void add(int word, long count, long left);
  }

  /** Packs the words with their counts; they must be {@link #sorted}. */
  void pack(ByteSink out) {
    ByteSink list = new ByteSink(8 * size + 16);
    int last = 0;
    for (int i = 0; i < size; i++) {
      put(words[i] - last, counts[i], adjusted[i], list);
      last = words[i];
    }
    end(list, out);
  }

  /** Packs the words with a raw count of 0 and one left neighbor each. */
  void packLeft(ByteSink out) {
    ByteSink list = new ByteSink(4 * size + 16);
    int last = 0;
    for (int i = 0; i < size; i++) {
      put(words[i] - last, 0, 1, list);
      last = words[i];
    }
    end(list, out);
  }

  private static void put(int distance, long count, long left, ByteSink list) {
    list.varint(distance);
    list.varlong(count);
    list.varlong(left);
  }

  private static void end(ByteSink list, ByteSink out) {
    out.varint(list.size());
    out.put(list);
  }

  /** Reads a packed list, still packed but without its size. */
  static byte[] take(ByteSource in) {
    return in.bytes(in.varint());
  }

  /** Unpacks a list that {@link #take} has read. */
  static void unpack(byte[] list, Sink sink) {
    ByteSource in = new ByteSource(list);
    int word = 0;
    while (in.hasMore()) {
      word += in.varint();
      sink.add(word, in.varlong(), in.varlong());
    }
  }
}
