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
 * Where the sections of an ARPA file begin, found piece by piece of the file without understanding
 * its rows; checked before any work is done on them.
 *
 * @param starts of each piece
 */
record ArpaOutline(List<Start> starts) {
  private static final int BEFORE = 0;
  private static final int AFTER = Integer.MAX_VALUE;

  /**
   * What holds at the beginning of a piece.
   *
   * @param section order of the n-grams there, 0 before the unigrams, above all after the end
   * @param lines of the file before it
   */
  record Start(int section, long lines) implements Serializable {}

  /**
   * A line that begins with a backslash.
   *
   * @param line its number within the piece, from 1
   * @param rows lines of the piece before it that are neither empty nor marks
   */
  private record Mark(long line, String text, long rows) implements Serializable {}

  /** What one piece holds. */
  record Piece(ArrayList<Mark> marks, long lines, long rows) implements Serializable {}

  /** Looks through one piece. */
  static Piece scan(Configuration conf, TextSplit split) throws IOException {
    ArrayList<Mark> marks = new ArrayList<>();
    long rows = 0;
    long lines = 0;
    ArpaLine line = new ArpaLine(split.file().path());
    try (LineReader reader = new LineReader(conf, split, ArpaHead.MAX_LINE_BYTES)) {
      while (reader.next()) {
        lines++;
        byte[] buf = reader.buffer();
        int off = reader.offset();
        // A row begins with a number. Whatever else may be white space or a mark is looked at.
        if (reader.length() > 0 && (buf[off] == '-' || (buf[off] >= '0' && buf[off] <= '9'))) {
          rows++;
          continue;
        }
        line.set(buf, off, reader.length(), reader.lineNumber());
        if (line.isMark()) {
          marks.add(new Mark(reader.lineNumber(), line.text(), rows));
        } else if (!line.isEmpty()) {
          rows++;
        }
      }
      return new Piece(marks, lines, rows);
    }
  }

  /**
   * Puts the pieces together.
   *
   * @throws BadInputException if sections are missing, in the wrong order or of the wrong size
   */
  static ArpaOutline of(ArpaHead head, List<Piece> pieces) {
    List<Start> starts = new ArrayList<>();
    int section = BEFORE;
    boolean data = false;
    long lines = 0;
    long rows = 0;
    for (Piece piece : pieces) {
      starts.add(new Start(section, lines));
      long seen = 0;
      for (Mark mark : piece.marks()) {
        rows += mark.rows() - seen;
        seen = mark.rows();
        if (section == AFTER) {
          continue;
        }
        if (!data) {
          data = mark.text().equals("\\data\\");
        } else {
          checkRows(head, section, rows, lines + mark.line());
          section = next(head, section, mark, lines + mark.line());
        }
        rows = 0;
      }
      rows += piece.rows() - seen;
      lines += piece.lines();
    }
    if (section != AFTER) {
      throw new BadInputException(
          "%s:%d: the file ends here without \\end\\%s: it is truncated. Copy or write it again"
              .formatted(head.file(), lines, progress(head, section, rows)));
    }
    return new ArpaOutline(starts);
  }

  private static String progress(ArpaHead head, int section, long rows) {
    return section == BEFORE
        ? ""
        : ", %d of %d rows into section %d".formatted(rows, head.sizes().get(section - 1), section);
  }

  private static int next(ArpaHead head, int section, Mark mark, long line) {
    String expected = section == head.order() ? "\\end\\" : "\\%d-grams:".formatted(section + 1);
    if (!mark.text().equals(expected)) {
      throw new BadInputException(
          "%s:%d: %s comes where %s belongs: \\data\\ lists %d orders, and their sections follow"
                  .formatted(head.file(), line, mark.text(), expected, head.order())
              + " from 1 up. Write the file again");
    }
    return section == head.order() ? AFTER : section + 1;
  }

  private static void checkRows(ArpaHead head, int section, long rows, long line) {
    if (section != BEFORE && rows != head.sizes().get(section - 1)) {
      throw new BadInputException(
          "%s:%d: section \\%d-grams: ends here with %d n-grams, but \\data\\ says ngram %d=%d. Rows"
                  .formatted(
                      head.file(), line, section, rows, section, head.sizes().get(section - 1))
              + " are missing or too many: write the file again, or correct \\data\\");
    }
  }
}
