package org.corpuslm.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineStats.BadSample;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Sanitizer;

/** Reads the lines of a split, checks each, and passes valid lines on as words. */
final class CheckedLines {
  private static final byte[] BOS = Vocabulary.BOS_WORD.getBytes(StandardCharsets.UTF_8);
  private static final byte[] EOS = Vocabulary.EOS_WORD.getBytes(StandardCharsets.UTF_8);
  private static final int SAMPLE_BYTES = 200;

  /** Maximum number of samples of bad lines that one reader keeps. */
  static final int MAX_SAMPLES = 100;

  private final TextSpec text;
  private final boolean quarantine;
  private final boolean preparing;
  private final Tokenizer tokenizer;
  private int samplesLeft;

  private CheckedLines(TextSpec text, boolean quarantine, int maxSamples, boolean preparing) {
    this.text = text;
    this.samplesLeft = maxSamples;
    this.quarantine = quarantine;
    this.preparing = preparing;
    this.tokenizer = text.newTokenizer();
  }

  /** Makes a reader for {@code prepare}, which treats bad lines as configured. */
  static CheckedLines of(PrepareConfig config) {
    return of(config, MAX_SAMPLES);
  }

  /**
   * Makes a reader for {@code prepare}, which treats bad lines as configured.
   *
   * @param maxSamples limit of samples of bad lines, of all text read with this reader
   */
  static CheckedLines of(PrepareConfig config, int maxSamples) {
    return new CheckedLines(
        config.text(), config.onBadLine() == PrepareConfig.OnBadLine.QUARANTINE, maxSamples, true);
  }

  /** Makes a reader that throws at the first bad line. */
  static CheckedLines strict(TextSpec text) {
    return new CheckedLines(text, false, 0, false);
  }

  /** Receives the words of valid lines. */
  interface Sink extends TokenSink {
    /** Receives the number of the next line within its split, from 1. */
    default void line(long number) {}

    /** Begins a line with these bytes; returns false to skip its words. */
    boolean begin(byte[] buf, int off, int len);

    /** Ends the line; not called for skipped lines. */
    void end() throws IOException;
  }

  /**
   * Reads the whole split.
   *
   * @throws BadInputException at the first bad line, unless bad lines are quarantined
   */
  LineStats read(Configuration conf, TextSplit split, Sink sink) throws IOException {
    try (Cursor lines = new Cursor(conf, split, sink)) {
      while (lines.next()) {}
      return lines.tally;
    }
  }

  /** Opens a split to read it line by line; the caller closes the cursor. */
  Cursor cursor(Configuration conf, TextSplit split, Sink sink) throws IOException {
    return new Cursor(conf, split, sink);
  }

  /** A position in a split. */
  final class Cursor implements Closeable {
    private final Configuration conf;
    private final TextSplit split;
    private final Sink sink;
    private final LineReader reader;
    private final WordFilter words;
    private final LineStats tally = new LineStats();

    private Cursor(Configuration conf, TextSplit split, Sink sink) throws IOException {
      this.conf = conf;
      this.split = split;
      this.sink = sink;
      this.words = new WordFilter(sink);
      this.reader = new LineReader(conf, split, text.maxLineBytes());
    }

    /**
     * Reads the next line and passes it on if it is valid; returns false at the end.
     *
     * @throws BadInputException if the line is bad, unless bad lines are quarantined
     */
    boolean next() throws IOException {
      if (!reader.next()) {
        return false;
      }
      tally.lines++;
      BadLine bad = check(reader);
      if (bad != null) {
        reject(conf, split, reader, bad, tally);
        return true;
      }
      if (text.skipEmptyLines() && isEmpty(reader)) {
        tally.skippedEmpty++;
        return true;
      }
      tally.kept++;
      if (hasNul(reader)) {
        tally.linesWithNul++;
      }
      sink.line(reader.lineNumber());
      if (sink.begin(reader.buffer(), reader.offset(), reader.length())) {
        tokenizer.tokenize(reader.buffer(), reader.offset(), reader.length(), words);
        sink.end();
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private BadLine check(LineReader line) {
    if (line.tooLong()) {
      return BadLine.TOO_LONG;
    }
    byte[] buf = line.buffer();
    int off = line.offset();
    int len = line.length();
    if (Utf8.firstInvalid(buf, off, len) >= 0) {
      return BadLine.INVALID_UTF8;
    }
    boolean taken = text.skipSpecial() || !text.replaceSpecial().isEmpty();
    if (!taken && mayHoldSpecial(buf, off, len)) {
      SpecialFinder finder = new SpecialFinder();
      tokenizer.tokenize(buf, off, len, finder);
      return finder.found ? BadLine.LITERAL_SPECIAL : null;
    }
    return null;
  }

  private void reject(
      Configuration conf, TextSplit split, LineReader line, BadLine reason, LineStats tally)
      throws IOException {
    byte[] buf = line.buffer();
    int shown = Math.min(line.length(), SAMPLE_BYTES);
    String sample = Sanitizer.line(new String(buf, line.offset(), shown, StandardCharsets.UTF_8));
    long bytes = line.tooLong() ? line.fullLength() : line.length();
    if (!quarantine) {
      String than =
          reason != BadLine.TOO_LONG
              ? ""
              : (preparing ? " --max-line-bytes %d" : " %d bytes").formatted(text.maxLineBytes());
      throw new BadInputException(
          "%s:%d: the line %s%s (%d bytes: \"%s\"). %s%s"
              .formatted(
                  split.file().name(),
                  LineNumbers.before(conf, split) + line.lineNumber(),
                  reason.reason(),
                  than,
                  bytes,
                  sample.length() > 60 ? sample.substring(0, 60) + "…" : sample,
                  reason.fix(preparing),
                  preparing ? "; or set bad lines aside with --on-bad-line quarantine" : ""));
    }
    tally.quarantine(new BadSample(line.lineNumber(), reason, bytes, sample), samplesLeft > 0);
    samplesLeft = Math.max(0, samplesLeft - 1);
  }

  private boolean isEmpty(LineReader line) {
    AnyToken any = new AnyToken();
    tokenizer.tokenize(line.buffer(), line.offset(), line.length(), new WordFilter(any));
    return !any.found;
  }

  private static boolean hasNul(LineReader line) {
    byte[] buf = line.buffer();
    for (int i = line.offset(), end = i + line.length(); i < end; i++) {
      if (buf[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayHoldSpecial(byte[] buf, int off, int len) {
    for (int i = off + 1, last = off + len - 1; i < last; i++) {
      // 's' or 'S': lower case may come later.
      if ((buf[i] | 0x20) == 's' && buf[i + 1] == '>' && (buf[i - 1] == '<' || buf[i - 1] == '/')) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpecial(byte[] buf, int off, int len) {
    return Arrays.equals(buf, off, off + len, BOS, 0, BOS.length)
        || Arrays.equals(buf, off, off + len, EOS, 0, EOS.length);
  }

  private static final class SpecialFinder implements TokenSink {
    private boolean found;

    @Override
    public void token(byte[] buf, int off, int len) {
      found |= isSpecial(buf, off, len);
    }
  }

  private static final class AnyToken implements TokenSink {
    private boolean found;

    @Override
    public void token(byte[] buf, int off, int len) {
      found = true;
    }
  }

  /** Replaces or drops literal special words, if the specification says so. */
  private final class WordFilter implements TokenSink {
    private final TokenSink sink;
    private final byte[] replacement = text.replaceSpecial().getBytes(StandardCharsets.UTF_8);
    private final byte[] unk = text.unk().getBytes(StandardCharsets.UTF_8);

    WordFilter(TokenSink sink) {
      this.sink = sink;
    }

    @Override
    public void token(byte[] buf, int off, int len) {
      if (text.skipSpecial()
          && (isSpecial(buf, off, len) || Arrays.equals(buf, off, off + len, unk, 0, unk.length))) {
        return;
      }
      if (replacement.length > 0 && isSpecial(buf, off, len)) {
        sink.token(replacement, 0, replacement.length);
      } else {
        sink.token(buf, off, len);
      }
    }
  }
}
