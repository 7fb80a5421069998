package org.corpuslm.corpus;

import java.io.Serializable;
import org.corpuslm.runtime.BadInputException;

/**
 * The size of text in units that do not depend on a tokenizer. It is measured on the lines as they
 * were read: before lower case, and with white space. Lines that were skipped or quarantined are
 * not part of it.
 *
 * @param bytes bytes in UTF-8, with one byte for the end of each line, which {@code </s>} predicts
 * @param characters Unicode code points, with one for the end of each line
 * @param words words between white space, as Python's {@code split()} and lm-evaluation-harness
 *     count them
 */
public record TextSize(long bytes, long characters, long words) implements Serializable {
  /** The size of no text. */
  public static final TextSize NONE = new TextSize(0, 0, 0);

  private static final int ASCII = 128;
  private static final boolean[] SPACE = spaces();

  /**
   * Checks the numbers.
   *
   * @throws BadInputException if one is negative, as in a damaged manifest
   */
  public TextSize {
    if (bytes < 0 || characters < 0 || words < 0) {
      throw new BadInputException("the size of the text is negative");
    }
  }

  /** Measures lines one by one. */
  public static final class Counter implements Serializable {
    private static final long serialVersionUID = 1;

    private long bytes;
    private long characters;
    private long words;

    /**
     * Adds a line and its end.
     *
     * @param buf holds the line as valid UTF-8 at {@code off … off+len−1}, without its newline
     */
    public void line(byte[] buf, int off, int len) {
      bytes += len + 1L;
      characters++;
      boolean inWord = false;
      for (int i = off, end = off + len; i < end; ) {
        boolean space = isSpace(buf, i);
        words += space || inWord ? 0 : 1;
        inWord = !space;
        characters++;
        i += sequence(buf[i]);
      }
    }

    /** Adds other text. */
    public void add(TextSize other) {
      bytes += other.bytes();
      characters += other.characters();
      words += other.words();
    }

    /** Returns the size of all lines so far. */
    public TextSize size() {
      return new TextSize(bytes, characters, words);
    }
  }

  private static int sequence(byte lead) {
    return lead >= 0 ? 1 : (lead & 0xff) >= 0xf0 ? 4 : (lead & 0xff) >= 0xe0 ? 3 : 2;
  }

  /** Returns whether the character that begins at an index is white space to Python. */
  private static boolean isSpace(byte[] buf, int i) {
    if (buf[i] >= 0) {
      return SPACE[buf[i]];
    }
    return switch (buf[i] & 0xff) {
      case 0xc2 -> buf[i + 1] == (byte) 0x85 || buf[i + 1] == (byte) 0xa0; // U+0085, U+00A0
      case 0xe1 -> isSequence(buf, i, 0x9a, 0x80, 0x80); // U+1680
      case 0xe2 ->
          isSequence(buf, i, 0x80, 0x80, 0x8a) // U+2000 … U+200A
              || isSequence(buf, i, 0x80, 0xa8, 0xa9) // U+2028, U+2029
              || isSequence(buf, i, 0x80, 0xaf, 0xaf) // U+202F
              || isSequence(buf, i, 0x81, 0x9f, 0x9f); // U+205F
      case 0xe3 -> isSequence(buf, i, 0x80, 0x80, 0x80); // U+3000
      default -> false;
    };
  }

  private static boolean isSequence(byte[] buf, int i, int second, int low, int high) {
    int third = buf[i + 2] & 0xff;
    return (buf[i + 1] & 0xff) == second && third >= low && third <= high;
  }

  private static boolean[] spaces() {
    boolean[] spaces = new boolean[ASCII];
    for (int c = 0; c < ASCII; c++) {
      spaces[c] = (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= ' ');
    }
    return spaces;
  }
}
