package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.LineReader;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.runtime.BadInputException;

/**
 * The places where the sections of an ARPA file begin. They are found piece by piece, without
 * parsing the rows, and checked before any other work is done.
 *
 * @param starts the beginning of each piece
 * @param positive log10 probabilities above 0 of n-grams of order 2 or more
 */
record ArpaOutline(List<Start> starts, Positive positive) {
  /** Section number of the preamble, which is anything up to {@code \data\}. */
  static final int PREAMBLE = -1;

  private static final int SIZES = 0;
  private static final int AFTER = Integer.MAX_VALUE;

  /**
   * State at the beginning of a piece.
   *
   * @param section order of the n-grams there; −1 before {@code \data\}, 0 before the unigrams,
   *     above all orders after the end
   * @param lines number of lines of the file before the piece
   */
  record Start(int section, long lines) implements Serializable {}

  /**
   * A line that begins with a backslash.
   *
   * @param line its number within the piece, from 1
   * @param rows number of lines of the piece before it that are neither empty nor marks
   * @param positive log10 probabilities above 0 between the previous mark and this one
   */
  private record Mark(long line, String text, long rows, Positive positive)
      implements Serializable {}

  /**
   * Content of one piece.
   *
   * @param marks its marks, in order
   * @param lines number of its lines
   * @param rows number of its lines that are neither empty nor marks
   * @param positive log10 probabilities above 0 after the last mark
   */
  record Piece(ArrayList<Mark> marks, long lines, long rows, Positive positive)
      implements Serializable {}

  /**
   * Rows that begin with a number above 0.
   *
   * @param rows number of such rows
   * @param largest the largest of these numbers
   */
  record Positive(long rows, double largest) implements Serializable {
    static final Positive NONE = new Positive(0, 0);

    Positive plus(double value) {
      return value > 0 ? new Positive(rows + 1, Math.max(largest, value)) : this;
    }

    Positive plus(Positive other) {
      return new Positive(rows + other.rows, Math.max(largest, other.largest));
    }
  }

  /** Scans one piece. */
  static Piece scan(Configuration conf, TextSplit split) throws IOException {
    ArrayList<Mark> marks = new ArrayList<>();
    long rows = 0;
    long lines = 0;
    Positive positive = Positive.NONE;
    ArpaLine line = new ArpaLine(split.file().name());
    try (LineReader reader = new LineReader(conf, split, ArpaHead.maxLineBytes())) {
      while (reader.next()) {
        lines++;
        byte[] buf = reader.buffer();
        int off = reader.offset();
        // Most rows begin with a minus sign. Anything else may be a number, white space or a mark.
        if (reader.length() > 0 && buf[off] == '-') {
          rows++;
          continue;
        }
        line.set(buf, off, reader.length(), reader.lineNumber());
        if (line.isMark()) {
          marks.add(new Mark(reader.lineNumber(), line.text(), rows, positive));
          positive = Positive.NONE;
        } else if (!line.isEmpty()) {
          rows++;
          positive = positive.plus(line.firstNumber());
        }
      }
      return new Piece(marks, lines, rows, positive);
    }
  }

  /**
   * Combines the pieces.
   *
   * @param pieces all pieces, in the order of the file
   * @throws BadInputException if sections are missing, in the wrong order or of the wrong size
   */
  static ArpaOutline of(ArpaHead head, List<Piece> pieces) {
    List<Start> starts = new ArrayList<>();
    int section = PREAMBLE;
    Positive positive = Positive.NONE;
    long lines = 0;
    long rows = 0;
    for (Piece piece : pieces) {
      starts.add(new Start(section, lines));
      long seen = 0;
      for (Mark mark : piece.marks()) {
        rows += mark.rows() - seen;
        seen = mark.rows();
        positive = section > 1 && section != AFTER ? positive.plus(mark.positive()) : positive;
        if (section == AFTER) {
          continue;
        }
        if (section > PREAMBLE) {
          checkRows(head, section, rows, lines + mark.line());
          checkOrder(head, section, mark, lines + mark.line());
        }
        section = section == head.order() ? AFTER : after(section, mark.text());
        rows = 0;
      }
      positive = section > 1 && section != AFTER ? positive.plus(piece.positive()) : positive;
      rows += piece.rows() - seen;
      lines += piece.lines();
    }
    if (section != AFTER) {
      throw new BadInputException(
          "%s:%d: the file ends here without \\end\\%s: it is truncated. Copy or write it again"
              .formatted(head.file(), lines, progress(head, section, rows)));
    }
    return new ArpaOutline(starts, positive);
  }

  /**
   * Returns the section that a mark begins, if marks come in the right order. Marks before {@code
   * \data\} are part of the preamble, which may describe the format.
   */
  static int after(int section, String mark) {
    return section == PREAMBLE && !mark.equals("\\data\\") ? PREAMBLE : section + 1;
  }

  private static String progress(ArpaHead head, int section, long rows) {
    return section < 1
        ? ""
        : ", %d of %d rows into section %d".formatted(rows, head.sizes().get(section - 1), section);
  }

  private static void checkOrder(ArpaHead head, int section, Mark mark, long line) {
    String expected = section == head.order() ? "\\end\\" : "\\%d-grams:".formatted(section + 1);
    if (!mark.text().equals(expected)) {
      throw new BadInputException(
          "%s:%d: %s comes where %s belongs: \\data\\ lists %d orders, and their sections follow"
                  .formatted(head.file(), line, mark.text(), expected, head.order())
              + " from 1 up. Write the file again");
    }
  }

  private static void checkRows(ArpaHead head, int section, long rows, long line) {
    if (section != SIZES && rows != head.sizes().get(section - 1)) {
      throw new BadInputException(
          "%s:%d: section \\%d-grams: ends here with %d n-grams, but \\data\\ says ngram %d=%d. Rows"
                  .formatted(
                      head.file(), line, section, rows, section, head.sizes().get(section - 1))
              + " are missing or too many: write the file again, or correct \\data\\");
    }
  }
}
