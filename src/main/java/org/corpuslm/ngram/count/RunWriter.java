package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSink;

/**
 * Packs n-grams in key order. Each record: one byte with the number of leading key words shared
 * with the record before (low 3 bits) and the count if it is below 31 (high 5 bits, else 31 and
 * count − 31 as a varint); then the first other word as its distance from the record before; then
 * the rest as they are.
 */
final class RunWriter {
  static final int COUNT_ESCAPE = 31;

  private final ByteSink out = new ByteSink(1 << 12);
  private final int[] last;
  private boolean first = true;

  RunWriter(int order) {
    last = new int[order];
  }

  void add(int[] key, long count) {
    int shared = first ? 0 : NgramKeys.shared(last, key, last.length);
    if (shared == last.length || (!first && key[shared] < last[shared])) {
      throw new IllegalStateException("n-grams are not in order");
    }
    boolean small = count < COUNT_ESCAPE;
    out.put(shared | (small ? (int) count : COUNT_ESCAPE) << 3);
    if (!small) {
      out.varlong(count - COUNT_ESCAPE);
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
