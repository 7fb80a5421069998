package org.corpuslm.corpus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Validates UTF-8 (The Unicode Standard, table 3-7) and reads its code points. */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * Returns the index of the first byte of {@code b[off … off+len−1]} that is not part of a valid
   * sequence, or −1.
   */
  public static int firstInvalid(byte[] b, int off, int len) {
    int end = off + len;
    int i = off;
    while (i < end) {
      while (i + 8 <= end && ((long) LONGS.get(b, i) & HIGH_BITS) == 0) {
        i += 8;
      }
      while (i < end && b[i] >= 0) {
        i++;
        if (end - i >= 8 && (i - off) % 8 == 0) {
          break;
        }
      }
      if (i < end && b[i] < 0) {
        int length = sequence(b, i, end);
        if (length == 0) {
          return i;
        }
        i += length;
      }
    }
    return -1;
  }

  /** Returns the length of the multi-byte sequence that begins at an index; 0 if it is invalid. */
  private static int sequence(byte[] b, int i, int end) {
    int lead = b[i] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || i + length > end) {
      return 0;
    }
    int second = b[i + 1] & 0xff;
    // Overlong forms, surrogates and code points above U+10FFFF show in the second byte.
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((b[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Returns the code point that begins at an index of valid UTF-8. */
  static int codePointAt(byte[] b, int i) {
    int lead = b[i];
    if (lead >= 0) {
      return lead;
    }
    if ((lead & 0xe0) == 0xc0) {
      return (lead & 0x1f) << 6 | (b[i + 1] & 0x3f);
    }
    if ((lead & 0xf0) == 0xe0) {
      return (lead & 0x0f) << 12 | (b[i + 1] & 0x3f) << 6 | (b[i + 2] & 0x3f);
    }
    return (lead & 0x07) << 18
        | (b[i + 1] & 0x3f) << 12
        | (b[i + 2] & 0x3f) << 6
        | (b[i + 3] & 0x3f);
  }

  /** Returns the number of bytes of a code point in UTF-8. */
  static int codePointLength(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
}
