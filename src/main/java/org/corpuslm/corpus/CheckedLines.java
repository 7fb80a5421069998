package org.corpuslm.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineStats.BadSample;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Sanitizer;

/** Reads the lines of a split, checks each, and passes valid lines on as words. */
final class CheckedLines {
  private static final int SAMPLE_BYTES = 200;

  /** Maximum number of samples of bad lines that one reader keeps. */
  static final int MAX_SAMPLES = 100;

  private final TextSpec text;
  private final LabelSpec labels; // null for plain text
  private final boolean quarantine;
  private final boolean preparing;
  private final Tokenizer tokenizer;
  private int samplesLeft;

  private CheckedLines(
      TextSpec text, LabelSpec labels, boolean quarantine, int maxSamples, boolean preparing) {
    this.text = text;
    this.labels = labels;
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
        config.text(),
        config.labels(),
        config.onBadLine() == PrepareConfig.OnBadLine.QUARANTINE,
        maxSamples,
        true);
  }

  /** Makes a reader that throws at the first bad line. */
  static CheckedLines strict(TextSpec text) {
    return new CheckedLines(text, null, false, 0, false);
  }

  /** Receives the words of valid lines. */
  interface Sink extends TokenSink {
    /** Receives the number of the next line among all lines of its split, from 1. */
    default void line(long number) {}

    /** Receives the name of the next sentence's document, if documents are held out as wholes. */
    default void document(byte[] name) {}

    /** Begins a line with these bytes; returns false to skip its words. */
    boolean begin(byte[] buf, int off, int len);

    /** Receives a label in UTF-8: of the word before (task tag), or of the line (task classify). */
    default void label(byte[] buf, int off, int len) {}

    /** Ends the line; not called for skipped lines. */
    void end() throws IOException;
  }

  /**
   * Reads the whole split.
   *
   * @throws BadInputException at the first bad line, unless bad lines are quarantined
   */
  LineStats read(Configuration conf, TextSplit split, Sink sink) throws IOException {
    try (TextCursor lines = cursor(conf, split, sink)) {
      while (lines.next()) {}
      lines.stats.rows = lines.reader.rows();
      return lines.stats;
    }
  }

  /** Opens a split to read it sentence by sentence; the caller closes the cursor. */
  TextCursor cursor(Configuration conf, TextSplit split, Sink sink) throws IOException {
    return labels == null
        ? new LineCursor(conf, split, sink)
        : new LabeledCursor(this, labels, conf, split, sink);
  }

  /** A position in plain text, where each line is a sentence. */
  private final class LineCursor extends TextCursor {
    private final Sink sink;
    private final SpecialWordFilter words;

    LineCursor(Configuration conf, TextSplit split, Sink sink) throws IOException {
      super(conf, split, RowReader.open(conf, split, text.maxLineBytes()));
      this.sink = sink;
      this.words = new SpecialWordFilter(text, sink);
    }

    @Override
    boolean next() throws IOException {
      if (!reader.next()) {
        return false;
      }
      stats.lines++;
      BadLine bad = check(reader);
      if (bad != null) {
        reject(conf, split, reader, bad, stats);
        return true;
      }
      if (text.skipEmptyLines() && isEmpty(reader)) {
        stats.skippedEmpty++;
        return true;
      }
      stats.kept++;
      if (hasNul(reader)) {
        stats.linesWithNul++;
      }
      sink.line(stats.lines);
      if (sink.begin(reader.buffer(), reader.offset(), reader.length())) {
        tokenizer.tokenize(reader.buffer(), reader.offset(), reader.length(), words);
        sink.end();
      }
      return true;
    }
  }

  TextSpec text() {
    return text;
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns a sink that replaces or drops literal special words before another receives them. */
  TokenSink filter(TokenSink sink) {
    return new SpecialWordFilter(text, sink);
  }

  private BadLine check(RowReader line) {
    BadLine bytes = bytesOf(line);
    if (bytes != null) {
      return bytes;
    }
    boolean taken = text.skipSpecial() || !text.replaceSpecial().isEmpty();
    return !taken && holdsSpecial(line.buffer(), line.offset(), line.length())
        ? BadLine.LITERAL_SPECIAL
        : null;
  }

  /** Returns what is wrong with the bytes of a line, whatever they say; null if nothing is. */
  BadLine bytesOf(RowReader line) {
    if (line.problem() != null) {
      return line.problem();
    }
    return Utf8.firstInvalid(line.buffer(), line.offset(), line.length()) >= 0
        ? BadLine.INVALID_UTF8
        : null;
  }

  /** Returns whether a text has {@code <s>} or {@code </s>} among its words. */
  boolean holdsSpecial(byte[] buf, int off, int len) {
    if (!mayHoldSpecial(buf, off, len) && !mayBecomeSpecial(buf, off, len)) {
      return false;
    }
    SpecialFinder finder = new SpecialFinder();
    tokenizer.tokenize(buf, off, len, finder);
    return finder.found;
  }

  /** Returns whether normalizing can make a special word, as of full-width brackets. */
  private boolean mayBecomeSpecial(byte[] buf, int off, int len) {
    return !text.normalize().isEmpty() && Tokenizers.endOfAscii(buf, off, len) < off + len;
  }

  /**
   * Counts a bad line.
   *
   * @throws BadInputException unless bad lines are quarantined
   */
  void reject(Configuration conf, TextSplit split, RowReader line, BadLine reason, LineStats tally)
      throws IOException {
    byte[] buf = line.buffer();
    int shown = Math.min(line.length(), SAMPLE_BYTES);
    String sample = Sanitizer.line(new String(buf, line.offset(), shown, StandardCharsets.UTF_8));
    long bytes = line.fullLength();
    if (!quarantine) {
      String than =
          reason != BadLine.TOO_LONG
              ? ""
              : (preparing ? " --max-line-bytes %d" : " %d bytes").formatted(text.maxLineBytes());
      throw new BadInputException(
          "%s:%d: the %s %s%s (%d bytes: \"%s\"). %s%s"
              .formatted(
                  split.file().name(),
                  LineNumbers.before(conf, split) + line.rows(),
                  split.format().row(),
                  reason.reason(),
                  than,
                  bytes,
                  sample.length() > 60 ? sample.substring(0, 60) + "…" : sample,
                  labels == null ? reason.fix(preparing) : labels.fix(reason),
                  preparing ? "; or set bad lines aside with --on-bad-line quarantine" : ""));
    }
    tally.quarantine(new BadSample(line.rows(), reason, bytes, sample), samplesLeft > 0);
    samplesLeft = Math.max(0, samplesLeft - 1);
  }

  private boolean isEmpty(RowReader line) {
    AnyToken any = new AnyToken();
    tokenizer.tokenize(
        line.buffer(), line.offset(), line.length(), new SpecialWordFilter(text, any));
    return !any.found;
  }

  /** Returns whether texts have no words. */
  boolean isEmpty(List<byte[]> texts) {
    AnyToken any = new AnyToken();
    texts.forEach(t -> tokenizer.tokenize(t, 0, t.length, new SpecialWordFilter(text, any)));
    return !any.found;
  }

  private static boolean hasNul(RowReader line) {
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

  private static final class SpecialFinder implements TokenSink {
    private boolean found;

    @Override
    public void token(byte[] buf, int off, int len) {
      found |= SpecialWordFilter.isSpecial(buf, off, len);
    }
  }

  private static final class AnyToken implements TokenSink {
    private boolean found;

    @Override
    public void token(byte[] buf, int off, int len) {
      found = true;
    }
  }
}
