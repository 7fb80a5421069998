package org.corpuslm.corpus;

import com.ibm.icu.text.BreakIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Cuts the texts of rows into lines, paragraphs or sentences. */
final class UnitReader implements RowReader {
  private final RowReader rows;
  private final InputFormat.Unit unit;
  private final int maxBytes;
  private final BreakIterator sentences; // null for other units

  private boolean inRow;
  private int pos; // in the buffer of the row; of sentences: in `text`
  private int end;
  private String text;

  private BadLine problem;
  private byte[] buffer;
  private int off;
  private int len;
  private long fullLength;

  /**
   * Cuts rows.
   *
   * @param rows the rows, which are closed with this reader
   * @param maxBytes longer units are {@link BadLine#TOO_LONG}
   */
  UnitReader(RowReader rows, InputFormat format, int maxBytes) {
    this.rows = rows;
    this.unit = format.unit();
    this.maxBytes = maxBytes;
    this.sentences =
        unit == InputFormat.Unit.SENTENCE
            ? BreakIterator.getSentenceInstance(Locale.forLanguageTag(format.locale()))
            : null;
  }

  @Override
  public boolean next() throws IOException {
    while (!inRow || !nextInRow()) {
      if (!rows.next()) {
        return false;
      }
      inRow = begin();
      if (!inRow) {
        return true;
      }
    }
    return true;
  }

  /** Begins a row; returns false for a row that is handed on as it is, because it is bad. */
  private boolean begin() {
    problem = rows.problem();
    pos = rows.offset();
    end = pos + rows.length();
    boolean whole =
        problem != null
            || (sentences != null && Utf8.firstInvalid(rows.buffer(), pos, rows.length()) >= 0);
    if (whole) {
      emit(rows.buffer(), pos, rows.length());
      fullLength = rows.fullLength();
      return false;
    }
    if (sentences != null) {
      text = new String(rows.buffer(), pos, rows.length(), StandardCharsets.UTF_8);
      sentences.setText(text);
      pos = sentences.first();
    }
    return true;
  }

  private boolean nextInRow() {
    problem = null;
    boolean found =
        switch (unit) {
          case LINE -> nextLine();
          case PARAGRAPH -> nextParagraph();
          case DOCUMENT -> nextDocument();
          case SENTENCE -> nextSentence();
        };
    inRow = found;
    return found;
  }

  private boolean nextLine() {
    if (pos >= end) {
      return false;
    }
    int stop = endOfLine(pos);
    emit(rows.buffer(), pos, stop - pos);
    pos = stop + 1;
    return true;
  }

  private boolean nextParagraph() {
    while (pos < end && isBlank(pos, endOfLine(pos))) {
      pos = endOfLine(pos) + 1;
    }
    if (pos >= end) {
      return false;
    }
    int from = pos;
    int stop = pos;
    while (pos < end && !isBlank(pos, endOfLine(pos))) {
      stop = endOfLine(pos);
      pos = stop + 1;
    }
    emit(rows.buffer(), from, stop - from);
    return true;
  }

  private boolean nextDocument() {
    if (pos >= end) {
      return false;
    }
    emit(rows.buffer(), pos, end - pos);
    pos = end;
    return true;
  }

  private boolean nextSentence() {
    for (int stop = sentences.next(); stop != BreakIterator.DONE; stop = sentences.next()) {
      String sentence = text.substring(pos, stop).strip();
      pos = stop;
      if (!sentence.isEmpty()) {
        byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
        emit(bytes, 0, bytes.length);
        return true;
      }
    }
    return false;
  }

  private int endOfLine(int from) {
    byte[] buf = rows.buffer();
    int i = from;
    while (i < end && buf[i] != '\n') {
      i++;
    }
    return i;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Tokenizers.isSpace(rows.buffer()[i])) {
        return false;
      }
    }
    return true;
  }

  private void emit(byte[] bytes, int from, int length) {
    buffer = bytes;
    off = from;
    len = length;
    fullLength = length;
    if (problem == null && length > maxBytes) {
      problem = BadLine.TOO_LONG;
    }
  }

  @Override
  public BadLine problem() {
    return problem;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int offset() {
    return off;
  }

  @Override
  public int length() {
    return len;
  }

  @Override
  public long fullLength() {
    return fullLength;
  }

  @Override
  public long rows() {
    return rows.rows();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
