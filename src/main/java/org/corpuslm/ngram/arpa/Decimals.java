package org.corpuslm.ngram.arpa;

import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Log10 values of ARPA files as integers in units of 1e-7, the precision in which they are written.
 * The logarithm of 0 is −99, as in other tools; other values are limited to −200 … 200.
 */
final class Decimals {
  private static final double SCALE = 1e7;
  private static final double LIMIT = 200;
  private static final int ONE = 10_000_000;
  private static final int ZERO_PROBABILITY = -99 * ONE;

  private static final byte[] DIGITS = fourDigits();

  private Decimals() {}

  /** Returns the nearest multiple of a log10 value. */
  static int of(double log10) {
    return log10 == Double.NEGATIVE_INFINITY
        ? ZERO_PROBABILITY
        : (int) Math.rint(Math.max(-LIMIT, Math.min(LIMIT, log10)) * SCALE);
  }

  /** Packs a value so that numbers close to 0 of either sign are short (zigzag varint). */
  static void pack(int value, ByteSink out) {
    out.varint(value << 1 ^ value >> 31);
  }

  /** Reads a packed value. */
  static int unpack(ByteSource in) {
    int packed = in.varint();
    return packed >>> 1 ^ -(packed & 1);
  }

  /** Writes the number in decimal, without trailing zeros. */
  static void write(int value, ByteSink out) {
    if (value < 0) {
      out.put('-');
    }
    int magnitude = Math.abs(value);
    int whole = magnitude / ONE;
    if (whole >= 100) {
      out.put('0' + whole / 100);
    }
    if (whole >= 10) {
      out.put('0' + whole / 10 % 10);
    }
    out.put('0' + whole % 10);
    int fraction = magnitude - whole * ONE;
    if (fraction == 0) {
      return;
    }
    out.put('.');
    int high = fraction / 10_000;
    int low = fraction - high * 10_000;
    if (low == 0) {
      digits(high, 3, out);
    } else {
      out.put(DIGITS, 4 * high + 1, 3);
      digits(low, 4, out);
    }
  }

  /** Writes digits after the decimal point, without trailing zeros. */
  private static void digits(int number, int width, ByteSink out) {
    int end = 4 * number + 4;
    while (DIGITS[end - 1] == '0') {
      end--;
    }
    int from = 4 * number + 4 - width;
    out.put(DIGITS, from, end - from);
  }

  /** Returns the digits of 0000 to 9999. */
  private static byte[] fourDigits() {
    byte[] digits = new byte[40_000];
    for (int i = 0; i < 40_000; i++) {
      int[] units = {1000, 100, 10, 1};
      digits[i] = (byte) ('0' + i / 4 / units[i % 4] % 10);
    }
    return digits;
  }
}
