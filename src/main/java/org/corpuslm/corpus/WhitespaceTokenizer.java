package org.corpuslm.corpus;

import java.util.List;

/**
 * Splits at NUL, tab, newline, carriage return and space only. Other white space (U+0085, U+00A0,
 * U+2028 …) stays inside words.
 */
record WhitespaceTokenizer() implements Tokenizer {
  @Override
  public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
    int end = off + len;
    int i = off;
    while (i < end) {
      while (i < end && Tokenizers.isSpace(buf[i])) {
        i++;
      }
      int start = i;
      while (i < end && !Tokenizers.isSpace(buf[i])) {
        i++;
      }
      if (i > start) {
        sink.token(buf, start, i - start);
      }
    }
  }

  @Override
  public String join(List<String> tokens) {
    return String.join(" ", tokens);
  }
}
