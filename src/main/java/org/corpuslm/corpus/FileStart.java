package org.corpuslm.corpus;

import java.util.Arrays;
import java.util.HexFormat;
import org.corpuslm.runtime.BadInputException;

/** Judges the first bytes of a file: a byte order mark to drop, or a sign that it is no text. */
final class FileStart {
  /** As many bytes as need to be looked at. */
  static final int BYTES = 10;

  private FileStart() {}

  /** Signs of files that are not text as it stands. */
  private enum Sign {
    // Before UTF-16, whose little-endian mark is the beginning of this one.
    UTF32_LITTLE(
        "fffe0000", "", "is UTF-32 (by its byte order mark). Convert it: iconv -f UTF-32 -t UTF-8"),
    UTF32_BIG(
        "0000feff", "", "is UTF-32 (by its byte order mark). Convert it: iconv -f UTF-32 -t UTF-8"),
    UTF16_LITTLE(
        "fffe", "", "is UTF-16 (by its byte order mark). Convert it: iconv -f UTF-16 -t UTF-8"),
    UTF16_BIG(
        "feff", "", "is UTF-16 (by its byte order mark). Convert it: iconv -f UTF-16 -t UTF-8"),
    GZIP("1f8b", "", misnamed("gzip", ".gz")),
    BZIP2("425a68", "314159265359", misnamed("bzip2", ".bz2")),
    ZIP("504b0304", "", packed("a zip archive")),
    XZ("fd377a585a00", "", packed("compressed with xz")),
    ZSTD("28b52ffd", "", packed("compressed with zstd")),
    SEVEN_ZIP("377abcaf271c", "", packed("a 7z archive")),
    PARQUET("50415231", "", "is a Parquet file. Give the text that it was made from");

    private final byte[] first;
    private final byte[] second; // behind one more byte, where there is such
    private final String complaint;

    Sign(String first, String second, String complaint) {
      this.first = HexFormat.of().parseHex(first);
      this.second = HexFormat.of().parseHex(second);
      this.complaint = complaint;
    }

    private static String misnamed(String format, String suffix) {
      return "is compressed with %s, but its name does not say so. Rename it to end in %s"
          .formatted(format, suffix);
    }

    private static String packed(String format) {
      return "is %s. Unpack it first; plain text, .gz and .bz2 can be read".formatted(format);
    }

    private boolean on(byte[] b, int n) {
      int more = second.length == 0 ? first.length : first.length + 1 + second.length;
      return n >= more
          && Arrays.equals(b, 0, first.length, first, 0, first.length)
          && Arrays.equals(b, more - second.length, more, second, 0, second.length);
    }
  }

  /** Bytes of the UTF-8 byte order mark at the beginning: 3, or 0 without one. */
  static int byteOrderMark(byte[] b, int n) {
    return n >= 3 && (b[0] & 0xff) == 0xef && (b[1] & 0xff) == 0xbb && (b[2] & 0xff) == 0xbf
        ? 3
        : 0;
  }

  /**
   * Checks the beginning of what is to be read as text.
   *
   * @param unpacked whether it comes out of a compressed file
   * @throws BadInputException if it is another encoding, or compressed under a wrong name
   */
  static void check(String path, boolean unpacked, byte[] b, int n) {
    for (Sign sign : Sign.values()) {
      if (sign.on(b, n)) {
        throw new BadInputException(
            unpacked ? path + " holds a file that " + sign.complaint : path + " " + sign.complaint);
      }
    }
  }
}
