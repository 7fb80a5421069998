package org.corpuslm.corpus;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;

/** Files of text for tests, and what is read from them. */
final class TextFiles {
  static final Configuration CONF = new Configuration();

  private TextFiles() {}

  /** Writes bytes to a file. */
  static Path write(Path file, byte[] content) {
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String content) {
    return write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The file as {@code prepare} finds it. */
  static InputFile input(Path file) {
    return InputFiles.resolve(CONF, List.of(file.toString())).get(0);
  }

  /** The whole file as one split. */
  static TextSplit whole(Path file) {
    return TextSplit.plan(List.of(input(file)), Long.MAX_VALUE).get(0);
  }

  /** The lines of a split, bytes shown as Latin-1. */
  static List<String> lines(TextSplit split) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(CONF, split, 1 << 20)) {
      while (reader.next()) {
        lines.add(latin1(reader));
      }
    }
    return lines;
  }

  static String latin1(LineReader reader) {
    return new String(
        reader.buffer(), reader.offset(), reader.length(), StandardCharsets.ISO_8859_1);
  }

  /** One gzip member. */
  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** One bzip2 stream. */
  static byte[] bzip2(byte[] content) {
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(CONF);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = codec.createOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** One zstd frame with a checksum, as the command zstd writes it. */
  static byte[] zstd(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
      out.setChecksum(true);
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
