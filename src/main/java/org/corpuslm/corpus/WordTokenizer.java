package org.corpuslm.corpus;

import java.util.List;
import java.util.Set;

/**
 * Splits text into letters with inner apostrophes (' or ’ between letters), decimal digits with
 * inner {@code .} or {@code ,}, and single other characters. Combining marks, joiners, soft hyphens
 * and other format characters stay with the character before them (Unicode Standard Annex 29, rule
 * WB4); after white space, format characters are dropped. Symbols connected by a zero width joiner
 * are one word (WB3c). Special words stay whole.
 */
record WordTokenizer(SpecialWords special) implements Tokenizer {
  private static final int FIRST_EXTENDER = 0xad;
  private static final int ZERO_WIDTH_SPACE = 0x200b;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** Format characters that precede digits or letters: signs of Arabic, Syriac, Kaithi. */
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
      int c = Utf8.codePointAt(buf, i);
      int next = i + Utf8.codePointLength(c);
      if (isSpace(c) || isFormat(c)) { // one inside a word is read with the word
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
      int c = Utf8.codePointAt(buf, i);
      int next = i + Utf8.codePointLength(c);
      if (!Character.isLetter(c) && !isExtender(c)) {
        if (c != '\'' && c != 0x2019) {
          return i;
        }
        next = extenders(buf, next, end);
        if (next == end || !Character.isLetter(Utf8.codePointAt(buf, next))) {
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
      int c = Utf8.codePointAt(buf, i);
      int next = i + Utf8.codePointLength(c);
      if (!Character.isDigit(c) && !isExtender(c)) {
        if (c != '.' && c != ',') {
          return i;
        }
        next = extenders(buf, next, end);
        if (next == end || !Character.isDigit(Utf8.codePointAt(buf, next))) {
          return i;
        }
      }
      i = next;
    }
    return i;
  }

  /** Returns the end of a symbol with its extenders and with the symbols joined to it. */
  private static int symbols(byte[] buf, int from, int end) {
    int c = Utf8.codePointAt(buf, from);
    int i = extenders(buf, from + Utf8.codePointLength(c), end);
    while (i < end && isPictograph(c) && isJoiner(buf, i)) {
      c = Utf8.codePointAt(buf, i);
      if (!isPictograph(c)) {
        return i;
      }
      i = extenders(buf, i + Utf8.codePointLength(c), end);
    }
    return i;
  }

  /** Returns whether a zero width joiner ends before an index. */
  private static boolean isJoiner(byte[] buf, int end) {
    int length = Utf8.codePointLength(ZERO_WIDTH_JOINER);
    return end >= length
        && (buf[end - length] & 0xc0) == 0xc0
        && Utf8.codePointAt(buf, end - length) == ZERO_WIDTH_JOINER;
  }

  private static boolean isPictograph(int c) {
    return Character.getType(c) == Character.OTHER_SYMBOL;
  }

  private static int extenders(byte[] buf, int from, int end) {
    int i = from;
    while (i < end && isExtender(Utf8.codePointAt(buf, i))) {
      i += Utf8.codePointLength(Utf8.codePointAt(buf, i));
    }
    return i;
  }

  /** Returns whether a character extends the one before it: a mark, a format or a skin tone. */
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

  /** Returns whether a character is a joiner, soft hyphen, mark of direction or the like. */
  private static boolean isFormat(int c) {
    return c >= FIRST_EXTENDER
        && Character.getType(c) == Character.FORMAT
        && c != ZERO_WIDTH_SPACE
        && !PREPENDED.contains(c);
  }

  /** Returns whether a code point is white space of any kind, or NUL. */
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
