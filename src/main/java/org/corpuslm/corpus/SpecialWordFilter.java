package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Replaces or drops literal special words, if the specification of the text says so. */
final class SpecialWordFilter implements TokenSink {
  private static final byte[] BOS = Vocabulary.BOS_WORD.getBytes(StandardCharsets.UTF_8);
  private static final byte[] EOS = Vocabulary.EOS_WORD.getBytes(StandardCharsets.UTF_8);

  private final TokenSink sink;
  private final boolean skip;
  private final byte[] replacement;
  private final byte[] unk;

  /**
   * Filters the words of a text.
   *
   * @param sink receives the words that stay
   */
  SpecialWordFilter(TextSpec text, TokenSink sink) {
    this.sink = sink;
    this.skip = text.skipSpecial();
    this.replacement = text.replaceSpecial().getBytes(StandardCharsets.UTF_8);
    this.unk = text.unk().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns whether a word is {@code <s>} or {@code </s>}. */
  static boolean isSpecial(byte[] buf, int off, int len) {
    return Arrays.equals(buf, off, off + len, BOS, 0, BOS.length)
        || Arrays.equals(buf, off, off + len, EOS, 0, EOS.length);
  }

  @Override
  public void token(byte[] buf, int off, int len) {
    if (skip
        && (isSpecial(buf, off, len) || Arrays.equals(buf, off, off + len, unk, 0, unk.length))) {
      return;
    }
    if (replacement.length > 0 && isSpecial(buf, off, len)) {
      sink.token(replacement, 0, replacement.length);
    } else {
      sink.token(buf, off, len);
    }
  }
}
