package org.corpuslm.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Storage;

/**
 * Reads the lines that start in a {@link TextSplit}. A line ends with {@code \n} or with the file.
 * A line above the limit is skipped without being held in memory. Close it to close the file.
 */
public final class LineReader implements RowReader {
  private static final int SAMPLE = 200;

  private final TextSplit split;
  private final int maxLineBytes;
  private final InputStream in;
  private byte[] buf;
  private int pos;
  private int limit;
  private long bufStart; // position of buf[0] in the (decompressed) text
  private boolean eof;
  private int lineOff;
  private int lineLen;
  private long fullLength;
  private boolean tooLong;
  private long lineNumber;
  private long rows;
  private boolean bom;

  /**
   * Opens a split.
   *
   * @param maxLineBytes longer lines are {@link #tooLong}
   * @throws BadInputException if the file is missing, is not text, or is compressed in another
   *     format than its name says
   */
  public LineReader(Configuration conf, TextSplit split, int maxLineBytes) throws IOException {
    this(conf, split, maxLineBytes, 1 << 18);
  }

  /**
   * Opens a split.
   *
   * @param bufferBytes initial size of the buffer, which grows with the lines
   */
  LineReader(Configuration conf, TextSplit split, int maxLineBytes, int bufferBytes)
      throws IOException {
    this.split = split;
    this.maxLineBytes = maxLineBytes;
    this.buf = new byte[bufferBytes];
    Path path = new Path(split.file().path());
    FSDataInputStream raw = open(conf, path);
    try {
      if (split.file().splittable()) {
        bufStart = Math.max(0, split.start() - 1);
        raw.seek(bufStart);
        in = split.start() > 0 ? raw : checked(raw);
      } else {
        in = checked(DecompressedStream.of(conf, path, raw));
      }
      if (split.start() > 0) {
        skipLine(); // the line that reaches into this split belongs to the one before
      }
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e instanceof BadInputException bad ? bad : damaged(e);
    }
  }

  private static FSDataInputStream open(Configuration conf, Path path) {
    try {
      return Storage.open(conf, path);
    } catch (FileNotFoundException e) {
      throw new BadInputException(
          "%s was removed while it was used; start again when the text is complete".formatted(path),
          e);
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be opened (%s); is it a file that you may read?"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Checks the first bytes of the file and skips its byte order mark. */
  private InputStream checked(InputStream stream) throws IOException {
    HeadStream head = new HeadStream(stream, FileStart.BYTES);
    if (head.isWhole()) {
      FileStart.check(split.file().name(), !split.file().splittable(), head.head(), head.length());
    }
    int mark = FileStart.byteOrderMark(head.head(), head.length());
    head.skipNBytes(mark);
    bufStart = mark;
    bom = mark > 0;
    return head;
  }

  /**
   * Moves to the next line; returns false at the end of the split.
   *
   * @throws BadInputException if the file is truncated or damaged; names file and line
   */
  @Override
  public boolean next() throws IOException {
    lineNumber++; // for errors while reading this line
    boolean found = advance();
    rows += found ? 1 : 0;
    return found;
  }

  private boolean advance() throws IOException {
    if (pos == limit && !more()) {
      return false;
    }
    // A byte order mark belongs to the first line, even if that one starts in the next split.
    long start = lineNumber == 1 && bom ? 0 : bufStart + pos;
    if (split.file().splittable() && start >= split.end()) {
      return false;
    }
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
      if (limit - pos > Math.max(maxLineBytes, SAMPLE)) {
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
    // The buffer now begins after the line; put the sample in front.
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

  /** Skips to after the next newline and returns the number of bytes before it. */
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

  /** Reads more bytes after those not yet consumed. */
  private void fill() throws IOException {
    if (pos > 0) {
      System.arraycopy(buf, pos, buf, 0, limit - pos);
      bufStart += pos;
      limit -= pos;
      pos = 0;
    }
    if (limit == buf.length) {
      buf = Arrays.copyOf(buf, (int) Math.min(2L * buf.length, Integer.MAX_VALUE - 8));
    }
    try {
      int n = in.read(buf, limit, buf.length - limit);
      if (n < 0) {
        eof = true;
      } else {
        limit += n;
      }
    } catch (IOException | RuntimeException e) { // codecs throw either at damaged data
      throw damaged(e);
    }
  }

  private BadInputException damaged(Exception e) {
    String path = split.file().name();
    if (split.file().splittable()) {
      return new BadInputException(
          "%s cannot be read (%s); copy it again".formatted(path, e.getMessage()), e);
    }
    String what =
        DecompressedStream.isTruncation(e)
            ? "the compressed file is truncated in this line (%s). Copy it again"
            : "the file is damaged in this line, or not compressed as its name says (%s). Copy it"
                + " again, or rename it";
    return new BadInputException(
        "%s:%d: %s".formatted(path, Math.max(1, lineNumber), what.formatted(e.getMessage())), e);
  }

  @Override
  public BadLine problem() {
    return tooLong ? BadLine.TOO_LONG : null;
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Returns the buffer that holds the current line; valid until {@link #next}. */
  @Override
  public byte[] buffer() {
    return buf;
  }

  /** Returns the offset of the current line in the buffer. */
  @Override
  public int offset() {
    return lineOff;
  }

  /** Returns the bytes of the line without its newline, or of a sample if it is too long. */
  @Override
  public int length() {
    return lineLen;
  }

  /** Returns whether the line exceeds the limit; the buffer holds only a sample of it then. */
  public boolean tooLong() {
    return tooLong;
  }

  /** Returns the bytes of the whole line, without its newline. */
  @Override
  public long fullLength() {
    return fullLength;
  }

  /** Returns the number of the current line within the split, from 1. */
  public long lineNumber() {
    return lineNumber;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
