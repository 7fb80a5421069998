package org.corpuslm.corpus;

import java.util.Arrays;
import java.util.HexFormat;
import org.corpuslm.runtime.BadInputException;

/**
 * Examines the first bytes of a file: byte order marks, and signatures of files other than text.
 */
final class FileStart {
  /** The number of bytes to examine. */
  static final int BYTES = 4096;

  private FileStart() {}

  /** Signatures of files that are not plain UTF-8 text. */
  private enum Sign {
    // Before UTF-16, because this mark begins with the little-endian mark of UTF-16.
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
    ZSTD("28b52ffd", "", misnamed("zstd", ".zst")),
    LZ4("04224d18", "", packed("compressed with lz4")),
    SNAPPY("ff060000734e61507059", "", packed("compressed with snappy")),
    LZIP("4c5a495001", "", packed("compressed with lzip")),
    COMPRESS("1f9d", "", packed("compressed with compress (.Z)")),
    SEVEN_ZIP("377abcaf271c", "", packed("a 7z archive")),
    RAR("526172211a07", "", packed("a RAR archive")),
    CPIO_LITTLE("c771", "", packed("a cpio archive")),
    CPIO_BIG("71c7", "", packed("a cpio archive")),
    AR("213c617263683e0a", "", packed("an ar archive")),
    PARQUET(
        "50415231",
        "",
        "is a Parquet file. Read it with --format parquet, or give the text that it was made from"),
    AVRO(
        "4f626a01",
        "",
        "is an Avro file. Read it with --format avro, or give the text that it was made from"),
    SQLITE("53514c69746520666f726d6174203300", "", "is an SQLite database. Export its text first"),
    PDF("255044462d", "", "is a PDF document. Extract its text first (pdftotext)"),
    OFFICE("d0cf11e0a1b11ae1", "", "is an office document. Save it as plain text in UTF-8");

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final byte[] first;

    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] second; // follows after one more byte; often empty

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

    private boolean on(byte[] b, int n) {
      int more = second.length == 0 ? first.length : first.length + 1 + second.length;
      return n >= more
          && Arrays.equals(b, 0, first.length, first, 0, first.length)
          && Arrays.equals(b, more - second.length, more, second, 0, second.length);
    }
  }

  private static String packed(String format) {
    return "is %s. Unpack it first; plain text, .gz, .bz2 and .zst can be read".formatted(format);
  }

  /** Returns the length of the UTF-8 byte order mark: 3, or 0 if there is none. */
  static int byteOrderMark(byte[] b, int n) {
    return n >= 3 && (b[0] & 0xff) == 0xef && (b[1] & 0xff) == 0xbb && (b[2] & 0xff) == 0xbf
        ? 3
        : 0;
  }

  /**
   * Checks the beginning of a text.
   *
   * @param unpacked whether {@code b} is the decompressed content of the file
   * @param n number of valid bytes: {@link #BYTES}, or all of a shorter file
   * @throws BadInputException if the file is not UTF-8 text, or compressed under a wrong name
   */
  static void check(String path, boolean unpacked, byte[] b, int n) {
    String complaint = complaint(b, n);
    if (complaint != null) {
      throw new BadInputException(
          unpacked ? path + " holds a file that " + complaint : path + " " + complaint);
    }
  }

  /** Returns the problem and its fix, as the predicate of the file name; null for text. */
  static String complaint(byte[] b, int n) {
    for (Sign sign : Sign.values()) {
      if (sign.on(b, n)) {
        return sign.complaint;
      }
    }
    String archive = ArchiveStart.format(b, n);
    return archive != null ? packed(archive) : ByteStatistics.of(b, n).complaint();
  }
}
