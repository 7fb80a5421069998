package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSink;

/**
 * Packs n-grams in key order. Each record: one byte with the number of leading key words shared
 * with the record before (low bits, see {@link #sharedBits}) and the count if it is small (high
 * bits; else all of them set, and the rest of the count as a varint); then the first other word as
 * its distance from the record before; then the rest as they are.
 */
final class RunWriter {
  private final ByteSink out;
  private final int[] last;
  private final int bits;
  private final int escape;
  private boolean first = true;

  RunWriter(int order) {
    this(order, 1 << 12);
  }

  /**
   * Begins a run.
   *
   * @param bytes about how long it will be
   */
  RunWriter(int order, int bytes) {
    out = new ByteSink(bytes);
    last = new int[order];
    bits = sharedBits(order);
    escape = countEscape(order);
  }

  /** Low bits of the first byte of a record: enough for {@code order − 1} shared words. */
  static int sharedBits(int order) {
    return Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(order - 1));
  }

  /** What the high bits of the first byte say of a count that is this or more. */
  static int countEscape(int order) {
    return 0xff >>> sharedBits(order);
  }

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

  /** Bytes so far. */
  int size() {
    return out.size();
  }

  byte[] take() {
    return out.take();
  }
}
