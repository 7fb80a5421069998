package org.corpuslm.corpus;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies standard input and named pipes to local files, because text is read several times and in
 * pieces. The first request copies a pipe, later ones get the same file. The files are deleted when
 * the JVM ends.
 */
final class PipedInput {
  private static final Logger LOG = LoggerFactory.getLogger(PipedInput.class);
  private static final Set<String> STANDARD_INPUT =
      Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");
  private static final int FILE_TYPE = 0xf000; // of st_mode
  private static final int FIFO = 0x1000;
  private static final int MAGIC_BYTES = 4;

  private static final Map<String, InputFile> SPOOLED = new ConcurrentHashMap<>();

  private PipedInput() {}

  /** Returns whether an input is {@code -} or the path of a named pipe. */
  static boolean isPipe(String input) {
    return STANDARD_INPUT.contains(input) || isFifo(input);
  }

  private static boolean isFifo(String input) {
    try {
      Path path = Path.of(input);
      return Files.exists(path)
          && !Files.isRegularFile(path)
          && !Files.isDirectory(path)
          && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == FIFO;
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Returns the local copy of a pipe.
   *
   * @throws BadInputException if executors on other machines would have to read it
   */
  static InputFile spool(Configuration conf, String input) {
    String master = System.getProperty("spark.master", "local");
    if (!master.startsWith("local")) {
      throw new BadInputException(
          ("input %s is a pipe, which executors of %s cannot read; write the text to a file that"
                  + " all of them see")
              .formatted(input, master));
    }
    String key = STANDARD_INPUT.contains(input) ? "-" : input;
    return SPOOLED.computeIfAbsent(key, PipedInput::copy);
  }

  private static InputFile copy(String input) {
    try (InputStream in = input.equals("-") ? System.in : new FileInputStream(input)) {
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      Path file = Files.createTempFile("corpuslm-input-", suffix(buffered));
      file.toFile().deleteOnExit();
      LOG.info("{}: copying it to {}", name(input), file);
      MessageDigest sha256 = DigestUtils.getSha256Digest();
      long bytes;
      try (OutputStream out = Files.newOutputStream(file)) {
        bytes = new DigestInputStream(buffered, sha256).transferTo(out);
      }
      LOG.info("{}: {} bytes", name(input), bytes);
      return new InputFile(
          "file:" + file,
          bytes,
          Files.getLastModifiedTime(file).toMillis(),
          file.toString().endsWith(".txt"),
          name(input),
          HexFormat.of().formatHex(sha256.digest()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s cannot be copied to %s: %s"
              .formatted(name(input), System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static String name(String input) {
    return input.equals("-") ? "standard input" : input;
  }

  /** Returns the file name ending for the compression format of the first bytes. */
  private static String suffix(BufferedInputStream in) throws IOException {
    in.mark(MAGIC_BYTES);
    byte[] b = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (b.length >= 2 && b[0] == 0x1f && (b[1] & 0xff) == 0x8b) {
      return ".gz";
    }
    if (b.length == MAGIC_BYTES
        && b[0] == 0x28
        && (b[1] & 0xff) == 0xb5
        && b[2] == 0x2f
        && (b[3] & 0xff) == 0xfd) {
      return ".zst";
    }
    boolean bzip2 =
        b.length == MAGIC_BYTES
            && b[0] == 'B'
            && b[1] == 'Z'
            && b[2] == 'h'
            && b[3] >= '1'
            && b[3] <= '9';
    return bzip2 ? ".bz2" : ".txt";
  }
}
