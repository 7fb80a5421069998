package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSource;

/** Reads a run that {@link RunWriter} packed. */
final class RunReader implements RunMerger.Run {
  private final ByteSource in;
  private final int[] key;
  private final int sign;
  private final int bits;
  private final int escape;
  private long count;

  /** Opens a run; every count is multiplied by {@code sign}. */
  RunReader(byte[] run, int order, int sign) {
    this.sign = sign;
    in = new ByteSource(run);
    key = new int[order];
    bits = RunWriter.sharedBits(order);
    escape = RunWriter.countEscape(order);
  }

  @Override
  public boolean next() {
    if (!in.hasMore()) {
      return false;
    }
    int head = in.unsigned();
    int shared = head & (1 << bits) - 1;
    int small = head >>> bits;
    count = small < escape ? small : escape + in.varlong();
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
