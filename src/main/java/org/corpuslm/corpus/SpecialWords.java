package org.corpuslm.corpus;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words with a meaning for models, which tokenizers keep whole: {@code <s>}, {@code </s>} and
 * the unknown word. An unknown word that begins or ends with a letter or digit is excluded, because
 * it could be part of an ordinary word.
 */
final class SpecialWords implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[][] words;

  private SpecialWords(byte[][] words) {
    this.words = words;
  }

  static SpecialWords of(String unk) {
    List<byte[]> words = new ArrayList<>();
    for (String word : List.of(Vocabulary.BOS_WORD, Vocabulary.EOS_WORD, unk)) {
      if (!Character.isLetterOrDigit(word.codePointAt(0))
          && !Character.isLetterOrDigit(word.codePointBefore(word.length()))) {
        words.add(word.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new SpecialWords(words.toArray(new byte[0][]));
  }

  /** Returns the length of the special word at an index, in bytes; 0 if there is none. */
  int lengthAt(byte[] buf, int from, int end) {
    for (byte[] word : words) {
      if (buf[from] == word[0]
          && end - from >= word.length
          && Arrays.equals(buf, from, from + word.length, word, 0, word.length)) {
        return word.length;
      }
    }
    return 0;
  }
}
