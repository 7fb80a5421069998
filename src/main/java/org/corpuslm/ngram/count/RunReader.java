package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSource;

/** Reads what a {@link RunWriter} packed. */
final class RunReader implements NgramRun {
  private final ByteSource in;
  private final int[] key;
  private final int sign;
  private long count;

  /** Reads a run; every count is multiplied with {@code sign}. */
  RunReader(byte[] run, int order, int sign) {
    this.sign = sign;
    in = new ByteSource(run);
    key = new int[order];
  }

  @Override
  public boolean next() {
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

  @Override
  public int[] key() {
    return key;
  }

  @Override
  public long count() {
    return sign * count;
  }
}
