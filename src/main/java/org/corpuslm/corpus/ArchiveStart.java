package org.corpuslm.corpus;

/** Recognizes archives that begin with the header of their first file: tar, pax and cpio. */
final class ArchiveStart {
  private static final int TAR_HEADER = 512;
  private static final int TAR_CHECKSUM = 148;
  private static final int TAR_CHECKSUM_BYTES = 8;
  private static final int TAR_MAGIC = 257;

  private ArchiveStart() {}

  /** Returns the format of the archive with its article, or null if the file is not an archive. */
  static String format(byte[] b, int n) {
    if (n >= TAR_HEADER && (matches(b, TAR_MAGIC, "ustar") || isOldTar(b))) {
      return "a tar archive";
    }
    // Portable formats: the magic number, then fixed fields of octal or hexadecimal digits.
    if (n >= 76 && matches(b, 0, "070707") && digits(b, 6, 76, 8)) {
      return "a cpio archive";
    }
    if (n >= 110 && (matches(b, 0, "070701") || matches(b, 0, "070702")) && digits(b, 6, 110, 16)) {
      return "a cpio archive";
    }
    return null;
  }

  private static boolean matches(byte[] b, int at, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (b[at + i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean digits(byte[] b, int from, int to, int radix) {
    for (int i = from; i < to; i++) {
      if (Character.digit(b[i], radix) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The header of Unix version 7 has no magic number: its checksum, in octal digits, must fit. */
  private static boolean isOldTar(byte[] b) {
    int sum = 0;
    for (int i = 0; i < TAR_HEADER; i++) {
      boolean ofChecksum = i >= TAR_CHECKSUM && i < TAR_CHECKSUM + TAR_CHECKSUM_BYTES;
      sum += ofChecksum ? ' ' : b[i] & 0xff;
    }
    int stored = 0;
    boolean any = false;
    for (int i = TAR_CHECKSUM; i < TAR_CHECKSUM + TAR_CHECKSUM_BYTES; i++) {
      int digit = Character.digit(b[i], 8);
      if (digit >= 0) {
        stored = 8 * stored + digit;
        any = true;
      } else if (b[i] != ' ' && b[i] != 0) {
        return false;
      }
    }
    return any && stored == sum && b[0] != 0;
  }
}
