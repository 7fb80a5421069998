package org.corpuslm.corpus;

/**
 * Frequencies of control characters and line ends in the first bytes of a file. They distinguish
 * text from UTF-16 and UTF-32 without a byte order mark, from binary files, and from text with the
 * line ends of old Macs.
 */
final class ByteStatistics {
  /** Share of control characters from which a file counts as binary. */
  private static final double BINARY = 0.3;

  /** Share of control characters from which a file that is not valid UTF-8 counts as binary. */
  private static final double BINARY_IF_INVALID = 0.08;

  /** Share of UTF-16 code units below U+2000 from which a text counts as alphabetic. */
  private static final double ALPHABETIC = 0.9;

  private static final int MIN_BINARY_BYTES = 16;
  private static final int MAX_PLANE_OF_TEXT = 3;
  private static final int BYTES_OF_A_CUT_CODE_POINT = 3;

  private final byte[] bytes;
  private final int length;
  private final int[] nul = new int[4]; // by index modulo 4
  private int controls; // with NUL, without those of text
  private int newlines;
  private int returns;

  private ByteStatistics(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      nul[i & 3] += b == 0 ? 1 : 0;
      controls += isControl(b) ? 1 : 0;
      newlines += b == '\n' ? 1 : 0;
      returns += b == '\r' ? 1 : 0;
    }
  }

  static ByteStatistics of(byte[] bytes, int length) {
    return new ByteStatistics(bytes, length);
  }

  /** Returns whether a byte is a control character (C0 or DEL) that does not occur in text. */
  private static boolean isControl(byte b) {
    return (b >= 0 && b < 0x08) || (b >= 0x0e && b < 0x20 && b != 0x1a && b != 0x1b) || b == 0x7f;
  }

  /** Returns the problem and its fix, as the predicate of the file name; null for text. */
  String complaint() {
    boolean anyNul = nul[0] + nul[1] + nul[2] + nul[3] > 0;
    if (anyNul && FileStart.byteOrderMark(bytes, length) == 0) {
      for (boolean little : new boolean[] {true, false}) {
        if (isUtf32(little)) {
          return unmarked("UTF-32", little);
        }
        if (isUtf16(little)) {
          return unmarked("UTF-16", little);
        }
      }
    }
    boolean invalid = isInvalidUtf8();
    if (length >= MIN_BINARY_BYTES && controls >= (invalid ? BINARY_IF_INVALID : BINARY) * length) {
      return ("is a binary file: %,d of its first %,d bytes are control characters. Give plain"
              + " text in UTF-8")
          .formatted(controls, length);
    }
    if (newlines == 0 && returns > 1) {
      return "ends its lines with carriage returns alone (old Mac). Convert it:"
          + " tr '\\r' '\\n' < in > out";
    }
    return null;
  }

  private static String unmarked(String encoding, boolean little) {
    String name = encoding + (little ? "LE" : "BE");
    return "is %s (by its NUL bytes). Convert it: iconv -f %s -t UTF-8".formatted(name, name);
  }

  /**
   * Returns whether every fourth byte is 0 and the byte next to it an assigned plane of Unicode.
   */
  private boolean isUtf32(boolean little) {
    int units = length / 4;
    int highest = little ? 3 : 0;
    if (units < 2 || nul[highest] < units) {
      return false;
    }
    for (int i = little ? 2 : 1; i < length; i += 4) {
      if ((bytes[i] & 0xff) > MAX_PLANE_OF_TEXT) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether NUL occurs only as a high byte and most high bytes are small. East Asian text
   * has large ones: it must not be valid UTF-8 and must contain a newline of two bytes.
   */
  private boolean isUtf16(boolean little) {
    int high = little ? 1 : 0;
    int nulHigh = nul[high] + nul[high + 2];
    int nulLow = nul[1 - high] + nul[3 - high];
    if (length < 4 || nulHigh == 0 || nulLow > 0) {
      return false;
    }
    int small = 0;
    int wideNewlines = 0;
    for (int i = 0; i + 1 < length; i += 2) {
      byte h = bytes[i + high];
      small += h >= 0 && h < 0x20 ? 1 : 0;
      wideNewlines += h == 0 && bytes[i + 1 - high] == '\n' ? 1 : 0;
    }
    int pairs = length / 2;
    return small >= ALPHABETIC * pairs || (wideNewlines > 0 && isInvalidUtf8());
  }

  /** Returns whether the bytes are not valid UTF-8; the last character may be incomplete. */
  private boolean isInvalidUtf8() {
    int at = Utf8.firstInvalid(bytes, 0, length);
    return at >= 0 && (length < FileStart.BYTES || at < length - BYTES_OF_A_CUT_CODE_POINT);
  }
}
