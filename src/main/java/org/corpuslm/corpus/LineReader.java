package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/**
 * Reads the lines that start in a {@link TextSplit}. A line ends at {@code \n}; the last one may
 * end with the file. Lines beyond a limit are skipped without being held in memory.
 */
public final class LineReader implements Closeable {
  private static final int SAMPLE = 200;

  private final TextSplit split;
  private final int maxLineBytes;
  private final Decompressor decompressor;
  private final InputStream in;
  private byte[] buf = new byte[1 << 18];
  private int pos;
  private int limit;
  private long bufStart; // position of buf[0] in the (decompressed) text
  private boolean eof;
  private int lineOff;
  private int lineLen;
  private long fullLength;
  private boolean tooLong;
  private long lineNumber;
  private boolean bom;

  /**
   * Opens the split.
   *
   * @throws BadInputException if the file is missing, or is not what its name says
   */
  public LineReader(Configuration conf, TextSplit split, int maxLineBytes) throws IOException {
    this.split = split;
    this.maxLineBytes = maxLineBytes;
    Path path = new Path(split.file().path());
    CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(path);
    FSDataInputStream raw = Storage.of(conf, path).open(path);
    try {
      if (codec == null) {
        decompressor = null;
        in = raw;
        bufStart = Math.max(0, split.start() - 1);
        raw.seek(bufStart);
        fill();
        begin();
      } else {
        decompressor = CodecPool.getDecompressor(codec);
        in = codec.createInputStream(raw, decompressor);
        fill();
        begin();
      }
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e instanceof BadInputException bad ? bad : damaged(e);
    }
  }

  private void begin() throws IOException {
    if (split.start() > 0) {
      // The line that reaches into our range belongs to the split before.
      skipLine();
      lineNumber = 0;
      return;
    }
    while (limit - pos < 10 && !eof) {
      fill();
    }
    if (startsWith(0xef, 0xbb, 0xbf)) {
      bom = true;
      pos += 3;
    } else if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
      throw new BadInputException(
          split.file().path()
              + " is UTF-16 (it begins with its byte order mark). Convert it: iconv -f UTF-16 -t"
              + " UTF-8 in > out");
    } else if (split.file().splittable() && startsWith(0x1f, 0x8b)) {
      throw misnamed("gzip", ".gz");
    } else if (split.file().splittable()
        && startsWith('B', 'Z', 'h')
        && limit > 9
        && Arrays.equals(buf, 4, 10, new byte[] {0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, 0, 6)) {
      throw misnamed("bzip2", ".bz2");
    }
  }

  private boolean startsWith(int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= limit || (buf[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private BadInputException misnamed(String format, String suffix) {
    return new BadInputException(
        "%s is compressed with %s, but its name does not say so; rename it to end in %s"
            .formatted(split.file().path(), format, suffix));
  }

  /** Moves to the next line; false at the end of the split. */
  public boolean next() throws IOException {
    if (pos == limit && !more()) {
      return false;
    }
    if (split.file().splittable() && bufStart + pos >= split.end()) {
      return false;
    }
    lineNumber++;
    int scanned = pos;
    while (true) {
      int end = newline(scanned);
      if (end >= 0 || eof) {
        int stop = end >= 0 ? end : limit;
        lineOff = pos;
        lineLen = stop - pos;
        fullLength = lineLen;
        pos = end >= 0 ? end + 1 : limit;
        tooLong = lineLen > maxLineBytes;
        lineLen = tooLong ? Math.min(SAMPLE, lineLen) : lineLen;
        return true;
      }
      if (limit - pos > maxLineBytes) {
        skipLong();
        return true;
      }
      int held = limit - pos;
      fill();
      scanned = pos + held;
    }
  }

  private void skipLong() throws IOException {
    int n = Math.min(SAMPLE, limit - pos);
    byte[] sample = Arrays.copyOfRange(buf, pos, pos + n);
    fullLength = skipLine();
    // The buffer now begins behind the line; keep the sample in front of it.
    int rest = limit - pos;
    byte[] larger = new byte[Math.max(buf.length, rest + n)];
    System.arraycopy(sample, 0, larger, 0, n);
    System.arraycopy(buf, pos, larger, n, rest);
    bufStart += pos - n;
    buf = larger;
    pos = n;
    limit = n + rest;
    lineOff = 0;
    lineLen = n;
    tooLong = true;
  }

  /** Skips to behind the next newline; the number of bytes before it. */
  private long skipLine() throws IOException {
    long skipped = 0;
    while (true) {
      int end = newline(pos);
      if (end >= 0) {
        skipped += end - pos;
        pos = end + 1;
        return skipped;
      }
      skipped += limit - pos;
      pos = limit;
      if (!more()) {
        return skipped;
      }
    }
  }

  private int newline(int from) {
    for (int i = from; i < limit; i++) {
      if (buf[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean more() throws IOException {
    if (!eof) {
      fill();
    }
    return pos < limit;
  }

  /** Reads more behind what is not consumed yet. */
  private void fill() throws IOException {
    if (pos > 0) {
      System.arraycopy(buf, pos, buf, 0, limit - pos);
      bufStart += pos;
      limit -= pos;
      pos = 0;
    }
    if (limit == buf.length) {
      buf = Arrays.copyOf(buf, 2 * buf.length);
    }
    try {
      int n = in.read(buf, limit, buf.length - limit);
      if (n < 0) {
        eof = true;
      } else {
        limit += n;
      }
    } catch (EOFException e) {
      throw new BadInputException(
          "%s:%d: the compressed file is truncated behind this line (%s). Copy it again"
              .formatted(split.file().path(), lineNumber, e.getMessage()),
          e);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private BadInputException damaged(Exception e) {
    String what =
        split.file().splittable()
            ? "cannot be read"
            : "is damaged, or not compressed as its name says";
    return new BadInputException(
        "%s:%d: the file %s behind this line (%s). Copy it again, or rename it"
            .formatted(split.file().path(), lineNumber, what, e.getMessage()),
        e);
  }

  /** Holds the current line; changes with {@link #next}. */
  public byte[] buffer() {
    return buf;
  }

  public int offset() {
    return lineOff;
  }

  /** Bytes of the line without its newline; of a line that is too long, of a sample of it. */
  public int length() {
    return lineLen;
  }

  /** Whether the line is longer than allowed. */
  public boolean tooLong() {
    return tooLong;
  }

  /** Bytes of the whole line. */
  public long fullLength() {
    return fullLength;
  }

  /** Number of the line within the split, from 1. */
  public long lineNumber() {
    return lineNumber;
  }

  /** Whether the file began with a UTF-8 byte order mark, which was dropped. */
  public boolean bom() {
    return bom;
  }

  @Override
  public void close() throws IOException {
    in.close();
    if (decompressor != null) {
      CodecPool.returnDecompressor(decompressor);
    }
  }
}
