package org.corpuslm.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives of one file, in the formats that begin with that file's header. */
final class Archives {
  private static final int MAGIC = 257;
  private static final int CHECKSUM = 148;

  private Archives() {}

  static byte[] of(String format, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return switch (format) {
      case "ustar" -> tar(name, bytes);
      case "pax" -> tar("é".repeat(90) + name, bytes);
      case "v7" -> withoutMagic(tar(name, bytes));
      case "cpio-newc" -> cpio(CpioConstants.FORMAT_NEW, name, bytes);
      case "cpio-odc" -> cpio(CpioConstants.FORMAT_OLD_ASCII, name, bytes);
      case "cpio-binary" -> cpio(CpioConstants.FORMAT_OLD_BINARY, name, bytes);
      default -> throw new IllegalArgumentException(format);
    };
  }

  private static byte[] tar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setAddPaxHeadersForNonAsciiNames(true);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** The header as Unix version 7 wrote it. */
  private static byte[] withoutMagic(byte[] tar) {
    Arrays.fill(tar, MAGIC, 512, (byte) 0);
    Arrays.fill(tar, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] digits = "%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, CHECKSUM, digits.length);
    tar[CHECKSUM + digits.length] = 0;
    return tar;
  }

  private static byte[] cpio(short format, String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream out = new CpioArchiveOutputStream(bytes, format)) {
      CpioArchiveEntry entry = new CpioArchiveEntry(format, name, content.length);
      entry.setMode(CpioConstants.C_ISREG | 0644L);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
