package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes every code point a word. A run of white space between words becomes the word {@code ▁}
 * (U+2581); at the ends of the line it is dropped. A literal U+2581 becomes the word {@code \\▁}.
 * Special words stay whole.
 */
record CharTokenizer(SpecialWords special) implements Tokenizer {
  private static final String SPACE = "\u2581";
  private static final String LITERAL = "\\" + SPACE;
  private static final int LITERAL_CODE_POINT = SPACE.codePointAt(0);

  @Override
  public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
    byte[] space = SPACE.getBytes(StandardCharsets.UTF_8);
    byte[] literal = LITERAL.getBytes(StandardCharsets.UTF_8);
    int end = off + len;
    boolean gap = false;
    boolean any = false;
    int i = off;
    while (i < end) {
      if (Tokenizers.isSpace(buf[i])) {
        gap = true;
        i++;
        continue;
      }
      if (gap && any) {
        sink.token(space, 0, space.length);
      }
      gap = false;
      any = true;
      int word = special.lengthAt(buf, i, end);
      int c = Utf8.codePointAt(buf, i);
      int length = word > 0 ? word : Utf8.codePointLength(c);
      if (c == LITERAL_CODE_POINT && word == 0) {
        sink.token(literal, 0, literal.length);
      } else {
        sink.token(buf, i, length);
      }
      i += length;
    }
  }

  @Override
  public String join(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append(token.equals(SPACE) ? " " : token.equals(LITERAL) ? SPACE : token);
    }
    return text.toString();
  }
}
