package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSink;

/**
 * Packs n-grams in key order into a run of bytes. A record begins with one byte: its low bits are
 * the number of leading key words shared with the previous record ({@link #sharedBits}); its high
 * bits are the count if it is small, else all set, and the rest of the count follows as a varint.
 * Then comes the first differing word as its distance from that of the previous record, then the
 * remaining words (varints).
 */
final class RunWriter {
  private final ByteSink out;
  private final int[] last;
  private final int bits;
  private final int escape;
  private boolean first = true;

  /** Starts an empty run, with about 4 kB reserved. */
  RunWriter(int order) {
    this(order, 1 << 12);
  }

  /**
   * Starts a run.
   *
   * @param bytes bytes to reserve, about its final size
   */
  RunWriter(int order, int bytes) {
    out = new ByteSink(bytes);
    last = new int[order];
    bits = sharedBits(order);
    escape = countEscape(order);
  }

  /**
   * Returns the number of low bits of the first byte of a record: enough for {@code order − 1}
   * shared words.
   */
  static int sharedBits(int order) {
    return Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(order - 1));
  }

  /** Returns the value of the high bits for counts that are this large or larger. */
  static int countEscape(int order) {
    return 0xff >>> sharedBits(order);
  }

  /**
   * Appends an n-gram.
   *
   * @throws IllegalStateException if its key is not above the previous one
   */
  void add(int[] key, long count) {
    int shared = first ? 0 : NgramKeys.commonPrefixLength(last, key, last.length);
    if (shared == last.length || (!first && key[shared] < last[shared])) {
      throw new IllegalStateException("n-grams are not in order");
    }
    boolean small = count < escape;
    out.put(shared | (small ? (int) count : escape) << bits);
    if (!small) {
      out.varlong(count - escape);
    }
    out.varint(key[shared] - (first ? 0 : last[shared]));
    for (int i = shared + 1; i < last.length; i++) {
      out.varint(key[i]);
    }
    System.arraycopy(key, shared, last, shared, last.length - shared);
    first = false;
  }

  /** Returns the number of bytes so far. */
  int size() {
    return out.size();
  }

  /** Returns the run; the writer must not be used afterwards. */
  byte[] take() {
    return out.take();
  }
}
