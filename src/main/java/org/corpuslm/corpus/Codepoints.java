package org.corpuslm.corpus;

/** Reads code points from valid UTF-8. */
final class Codepoints {
  private Codepoints() {}

  /** Returns the code point that begins at an index. */
  static int at(byte[] b, int i) {
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
  static int length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
}
