package org.corpuslm.corpus;

import java.util.List;
import java.util.Set;

/**
 * Words as people see them: letters with inner apostrophes (' or ’ between letters), decimal digits
 * with inner {@code .} or {@code ,}, and every other character that is not white space on its own.
 * Combining marks stay with the character before them.
 */
record WordTokenizer() implements Tokenizer {
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
      if (isSpace(c)) {
        i = next;
        continue;
      }
      int start = i;
      if (Character.isLetter(c)) {
        i = letters(buf, next, end);
      } else if (Character.isDigit(c)) {
        i = digits(buf, next, end);
      } else {
        i = marks(buf, next, end);
      }
      sink.token(buf, start, i - start);
    }
  }

  private static int letters(byte[] buf, int from, int end) {
    int i = from;
    while (i < end) {
      int c = Codepoints.at(buf, i);
      int next = i + Codepoints.length(c);
      boolean inside =
          Character.isLetter(c)
              || isMark(c)
              || ((c == '\'' || c == 0x2019)
                  && next < end
                  && Character.isLetter(Codepoints.at(buf, next)));
      if (!inside) {
        return i;
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
      boolean inside =
          Character.isDigit(c)
              || isMark(c)
              || ((c == '.' || c == ',')
                  && next < end
                  && Character.isDigit(Codepoints.at(buf, next)));
      if (!inside) {
        return i;
      }
      i = next;
    }
    return i;
  }

  private static int marks(byte[] buf, int from, int end) {
    int i = from;
    while (i < end && isMark(Codepoints.at(buf, i))) {
      i += Codepoints.length(Codepoints.at(buf, i));
    }
    return i;
  }

  private static boolean isMark(int c) {
    if (c < 0x300) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
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
