package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Every code point is a word; a run of white space between others is the word {@code ▁} (U+2581),
 * at the ends of the line it is dropped.
 */
record CharTokenizer() implements Tokenizer {
  private static final String SPACE = "\u2581";

  @Override
  public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
    byte[] space = SPACE.getBytes(StandardCharsets.UTF_8);
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
      int length = Codepoints.length(Codepoints.at(buf, i));
      sink.token(buf, i, length);
      i += length;
    }
  }

  @Override
  public String join(List<String> tokens) {
    return String.join("", tokens).replace(SPACE, " ");
  }
}
