package org.corpuslm.corpus;

import java.util.List;
import java.util.Set;

/**
 * Words as people see them: letters with inner apostrophes (' or ’ between letters), decimal digits
 * with inner {@code .} or {@code ,}, and every other character that is not white space on its own.
 * Combining marks, joiners, soft hyphens and other format characters stay with the character before
 * them and part no words (Unicode Standard Annex 29, rule WB4); behind white space, format
 * characters belong to it. Symbols with a zero width joiner between them are one word (WB3c).
 * Special words stay whole.
 */
record WordTokenizer(SpecialWords special) implements Tokenizer {
  private static final int FIRST_EXTENDER = 0xad;
  private static final int ZERO_WIDTH_SPACE = 0x200b;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** Format characters that stand before digits or letters: signs of Arabic, Syriac, Kaithi. */
  private static final Set<Integer> PREPENDED =
      Set.of(
          0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6dd, 0x70f, 0x890, 0x891, 0x8e2, 0x110bd,
          0x110cd);

  private static final Set<String> CLOSE_BEFORE =
      Set.of(",", ".", ";", ":", "!", "?", ")", "]", "'");
  private static final Set<String> CLOSE_AFTER = Set.of("(", "[");

  @Override
  public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
    int end = off + len;
    int i = off;
    while (i < end) {
      int c = Codepoints.at(buf, i);
      int next = i + Codepoints.length(c);
      if (isSpace(c) || isFormat(c)) { // a format character inside a word is not met here
        i = next;
        continue;
      }
      int start = i;
      int word = special.lengthAt(buf, i, end);
      if (word > 0) {
        i += word;
      } else if (Character.isLetter(c)) {
        i = letters(buf, next, end);
      } else if (Character.isDigit(c)) {
        i = digits(buf, next, end);
      } else {
        i = symbols(buf, i, end);
      }
      sink.token(buf, start, i - start);
    }
  }

  private static int letters(byte[] buf, int from, int end) {
    int i = from;
    while (i < end) {
      int c = Codepoints.at(buf, i);
      int next = i + Codepoints.length(c);
      if (!Character.isLetter(c) && !isExtender(c)) {
        if (c != '\'' && c != 0x2019) {
          return i;
        }
        next = extenders(buf, next, end);
        if (next == end || !Character.isLetter(Codepoints.at(buf, next))) {
          return i;
        }
      }
      i = next;
    }
    return i;
  }

  private static int digits(byte[] buf, int from, int end) {
    int i = from;
    while (i < end) {
      int c = Codepoints.at(buf, i);
      int next = i + Codepoints.length(c);
      if (!Character.isDigit(c) && !isExtender(c)) {
        if (c != '.' && c != ',') {
          return i;
        }
        next = extenders(buf, next, end);
        if (next == end || !Character.isDigit(Codepoints.at(buf, next))) {
          return i;
        }
      }
      i = next;
    }
    return i;
  }

  /** One symbol with what extends it, and those joined to it. */
  private static int symbols(byte[] buf, int from, int end) {
    int c = Codepoints.at(buf, from);
    int i = extenders(buf, from + Codepoints.length(c), end);
    while (i < end && isPictograph(c) && isJoiner(buf, i)) {
      c = Codepoints.at(buf, i);
      if (!isPictograph(c)) {
        return i;
      }
      i = extenders(buf, i + Codepoints.length(c), end);
    }
    return i;
  }

  /** Whether a zero width joiner ends before an index. */
  private static boolean isJoiner(byte[] buf, int end) {
    int length = Codepoints.length(ZERO_WIDTH_JOINER);
    return end >= length
        && (buf[end - length] & 0xc0) == 0xc0
        && Codepoints.at(buf, end - length) == ZERO_WIDTH_JOINER;
  }

  private static boolean isPictograph(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL;
  }

  private static int extenders(byte[] buf, int from, int end) {
    int i = from;
    while (i < end && isExtender(Codepoints.at(buf, i))) {
      i += Codepoints.length(Codepoints.at(buf, i));
    }
    return i;
  }

  /** Whether a character belongs to the one before it: a mark, or invisible, or a skin tone. */
  private static boolean isExtender(int c) {
    if (c < FIRST_EXTENDER) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || isFormat(c)
        || (c >= 0x1f3fb && c <= 0x1f3ff);
  }

  /** Joiners, soft hyphens, marks of direction, ...; a zero width space parts words. */
  private static boolean isFormat(int c) {
    return c >= FIRST_EXTENDER
        && Character.getType(c) == Character.FORMAT
        && c != ZERO_WIDTH_SPACE
        && !PREPENDED.contains(c);
  }

  static boolean isSpace(int c) {
    return c == 0
        || c == 0x85
        || c == 0xa0
        || c == 0x2007
        || c == 0x202f
        || Character.isWhitespace(c);
  }

  @Override
  public String join(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (String token : tokens) {
      boolean close =
          text.isEmpty() || CLOSE_BEFORE.contains(token) || CLOSE_AFTER.contains(before);
      text.append(close ? "" : " ").append(token);
      before = token;
    }
    return text.toString();
  }
}
