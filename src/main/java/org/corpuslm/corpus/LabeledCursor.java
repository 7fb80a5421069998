package org.corpuslm.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.ByteSink;

/**
 * Reads sentences with labels. A line counts as kept if it holds text of a sentence that is kept;
 * comments, the lines between sentences, multiword tokens and empty nodes count as skipped.
 */
final class LabeledCursor extends TextCursor {
  private static final byte[] DOCUMENT = bytes("# newdoc");
  private static final byte[] FILE = bytes("# file ");
  private static final byte[] DOCSTART = bytes("-DOCSTART-");
  private static final byte[] COMMENT = bytes("# ");
  private static final byte[] SPACE = {' '};

  private final CheckedLines lines;
  private final LabelSpec spec;
  private final CheckedLines.Sink sink;
  private final TokenSink words;
  private final LabeledRows rows;
  private final String fileName;
  private int documents;
  private byte[] document;

  LabeledCursor(
      CheckedLines lines,
      LabelSpec spec,
      Configuration conf,
      TextSplit split,
      CheckedLines.Sink sink)
      throws IOException {
    super(conf, split, new LineReader(conf, split, lines.text().maxLineBytes()));
    this.lines = lines;
    this.spec = spec;
    this.sink = sink;
    this.words = lines.filter(sink);
    this.rows = new LabeledRows(spec);
    String path = split.file().name();
    this.fileName = path.substring(path.lastIndexOf('/') + 1);
    this.document = bytes(fileName);
  }

  @Override
  boolean next() throws IOException {
    rows.clear();
    return spec.hasWordPerLine() ? nextBlock() : nextLine();
  }

  private boolean nextLine() throws IOException {
    if (!reader.next()) {
      return false;
    }
    stats.lines++;
    int length = length();
    BadLine bad = lines.bytesOf(reader);
    boolean blank = bad == null && isBlank(length);
    if (bad == null && !blank) {
      bad = rows.add(reader.buffer(), reader.offset(), length);
      bad = bad == null ? special() : bad;
    }
    if (bad != null) {
      lines.reject(conf, split, reader, bad, stats);
    } else if (blank || (lines.text().skipEmptyLines() && lines.isEmpty(rows.words()))) {
      stats.skippedEmpty++;
    } else {
      keep(1, reader.rows());
    }
    return true;
  }

  /** Reads lines to the end of a sentence. */
  private boolean nextBlock() throws IOException {
    int held = 0; // lines of words
    int rejected = 0;
    long first = 0;
    boolean any = false;
    boolean bad = false;
    while (reader.next()) {
      any = true;
      stats.lines++;
      int length = length();
      BadLine reason = lines.bytesOf(reader);
      if (reason == null && isBlank(length)) {
        stats.skippedEmpty++;
        if (held + rejected > 0) {
          break;
        }
        continue;
      }
      boolean start = held + rejected == 0;
      if (reason == null && (isComment(length, start) || isNoWord(length))) {
        stats.skippedEmpty++;
        continue;
      }
      first = first == 0 ? reader.rows() : first;
      if (reason == null) {
        reason = rows.add(reader.buffer(), reader.offset(), length);
        reason = reason == null ? special() : reason;
      }
      if (reason == null) {
        held++;
      } else {
        lines.reject(conf, split, reader, reason, stats);
        rejected++;
        bad = true;
      }
    }
    if (bad && held > 0) {
      stats.quarantined.merge(BadLine.IN_BAD_SENTENCE, (long) held, Long::sum);
    } else if (held > 0) {
      keep(held, first);
    }
    return any;
  }

  private void keep(int count, long line) throws IOException {
    stats.kept += count;
    sink.line(line);
    List<byte[]> text = rows.words();
    byte[] joined = joined(text);
    if (spec.byDocument()) {
      sink.document(document);
    }
    if (!sink.begin(joined, 0, joined.length)) {
      return;
    }
    for (int i = 0; i < text.size(); i++) {
      byte[] word = text.get(i);
      byte[] label = rows.labels().get(i);
      lines.tokenizer().tokenize(word, 0, word.length, words);
      sink.label(label, 0, label.length);
    }
    sink.end();
  }

  private BadLine special() {
    if (!lines.text().replaceSpecial().isEmpty() || lines.text().skipSpecial()) {
      return null;
    }
    for (int i = rows.words().size() - 1; i >= 0; i--) {
      byte[] word = rows.words().get(i);
      if (lines.holdsSpecial(word, 0, word.length)) {
        return BadLine.LITERAL_SPECIAL;
      }
      if (spec.hasWordPerLine()) {
        return null; // the words before were checked with their own lines
      }
    }
    return null;
  }

  private boolean isComment(int length, boolean start) {
    if (startsWith(DOCSTART, length)) {
      document = bytes(fileName + "#" + ++documents);
      return true;
    }
    boolean comment =
        start
            && (spec.format() == LabelSpec.Format.CONLLU
                ? reader.buffer()[reader.offset()] == '#'
                : startsWith(COMMENT, length) && !hasTab(length));
    if (!comment) {
      return false;
    }
    if (startsWith(FILE, length)) {
      document = value(length, FILE.length);
    } else if (startsWith(DOCUMENT, length)) {
      documents++;
      int equals = indexOf((byte) '=', length);
      document = equals < 0 ? bytes(fileName + "#" + documents) : value(length, equals + 1);
    }
    return true;
  }

  private boolean isNoWord(int length) {
    return rows.isNoWord(reader.buffer(), reader.offset(), length);
  }

  private byte[] value(int length, int from) {
    String value =
        new String(reader.buffer(), reader.offset() + from, length - from, StandardCharsets.UTF_8);
    return bytes(value.strip());
  }

  private boolean startsWith(byte[] prefix, int length) {
    int off = reader.offset();
    return length >= prefix.length
        && Arrays.equals(reader.buffer(), off, off + prefix.length, prefix, 0, prefix.length);
  }

  private boolean hasTab(int length) {
    return indexOf((byte) '\t', length) >= 0;
  }

  private int indexOf(byte b, int length) {
    for (int i = 0; i < length; i++) {
      if (reader.buffer()[reader.offset() + i] == b) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the length of the line without carriage returns at its end. */
  private int length() {
    int length = reader.length();
    while (length > 0 && reader.buffer()[reader.offset() + length - 1] == '\r') {
      length--;
    }
    return length;
  }

  private boolean isBlank(int length) {
    for (int i = 0; i < length; i++) {
      if (!Tokenizers.isSpace(reader.buffer()[reader.offset() + i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns the words with a space between them. */
  private static byte[] joined(List<byte[]> words) {
    ByteSink joined = new ByteSink(256);
    for (byte[] word : words) {
      if (joined.size() > 0) {
        joined.put(SPACE, 0, 1);
      }
      joined.put(word, 0, word.length);
    }
    return joined.take();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
