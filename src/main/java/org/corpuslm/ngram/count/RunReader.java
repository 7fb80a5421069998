package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSource;

/** Reads what a {@link RunWriter} packed. */
final class RunReader {
  private final ByteSource in;
  private final int[] key;
  private long count;

  RunReader(byte[] run, int order) {
    in = new ByteSource(run);
    key = new int[order];
  }

  /** Moves to the next n-gram; false at the end. */
  boolean next() {
    if (!in.hasMore()) {
      return false;
    }
    int head = in.unsigned();
    int shared = head & 7;
    int small = head >>> 3;
    count = small < RunWriter.COUNT_ESCAPE ? small : RunWriter.COUNT_ESCAPE + in.varlong();
    key[shared] += in.varint();
    for (int i = shared + 1; i < key.length; i++) {
      key[i] = in.varint();
    }
    return true;
  }

  /** Key of the current n-gram; changes with {@link #next}. */
  int[] key() {
    return key;
  }

  long count() {
    return count;
  }
}
