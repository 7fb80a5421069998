package org.corpuslm.ngram.arpa;

import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Logarithms as ARPA files have them: whole numbers of 1e-7, so that what is shuffled is what is
 * written. The logarithm of 0 is −99, as in the field.
 */
final class Decimals {
  private static final double SCALE = 1e7;
  private static final int ONE = 10_000_000;
  private static final int ZERO_PROBABILITY = -99 * ONE;

  private Decimals() {}

  /** Rounds a log10 value. */
  static int of(double log10) {
    return log10 < -99 ? ZERO_PROBABILITY : (int) Math.round(log10 * SCALE);
  }

  /** Packs so that small numbers of either sign are short. */
  static void pack(int value, ByteSink out) {
    out.varint(value << 1 ^ value >> 31);
  }

  static int unpack(ByteSource in) {
    int packed = in.varint();
    return packed >>> 1 ^ -(packed & 1);
  }

  /** Writes the number without needless zeros. */
  static void write(int value, ByteSink out) {
    if (value < 0) {
      out.put('-');
    }
    int magnitude = Math.abs(value);
    int whole = magnitude / ONE;
    if (whole >= 10) {
      out.put('0' + whole / 10);
    }
    out.put('0' + whole % 10);
    int fraction = magnitude % ONE;
    if (fraction == 0) {
      return;
    }
    out.put('.');
    for (int unit = ONE / 10; fraction > 0; unit /= 10) {
      out.put('0' + fraction / unit);
      fraction %= unit;
    }
  }
}
