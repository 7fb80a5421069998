package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.corpuslm.runtime.BadInputException;

/** Makes the tokenizers by name. */
public final class Tokenizers {
  private Tokenizers() {}

  /** Returns the names of all tokenizers. */
  public static List<String> names() {
    return List.of("whitespace", "words", "chars");
  }

  /** Returns a tokenizer for text whose unknown word is {@code <unk>}. */
  public static Tokenizer of(String name, boolean lowercase) {
    return of(name, lowercase, Vocabulary.UNK_WORD);
  }

  /**
   * Returns a tokenizer.
   *
   * @param lowercase whether to put text in Unicode lower case before splitting
   * @param unk the unknown word, which is kept whole
   * @throws BadInputException if no tokenizer has that name
   */
  public static Tokenizer of(String name, boolean lowercase, String unk) {
    SpecialWords special = SpecialWords.of(unk);
    Tokenizer tokenizer =
        switch (name) {
          case "whitespace" -> new WhitespaceTokenizer();
          case "words" -> new WordTokenizer(special);
          case "chars" -> new CharTokenizer(special);
          default ->
              throw new BadInputException(
                  "--tokenizer is %s; it must be one of %s".formatted(name, names()));
        };
    return lowercase ? new Lowercase(tokenizer) : tokenizer;
  }

  /** Returns the words of a text. */
  public static List<String> split(Tokenizer tokenizer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    tokenizer.tokenize(
        bytes,
        0,
        bytes.length,
        (buf, off, len) -> words.add(new String(buf, off, len, StandardCharsets.UTF_8)));
    return words;
  }

  /** Returns whether a byte is NUL, tab, newline, carriage return or space. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == 0;
  }

  /** Returns the index of the first byte that is not ASCII, or {@code off + len}. */
  static int endOfAscii(byte[] buf, int off, int len) {
    int i = off;
    int end = off + len;
    while (i < end && buf[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Puts text in lower case, then splits it with another tokenizer. */
  private record Lowercase(Tokenizer tokenizer) implements Tokenizer {
    @Override
    public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
      if (endOfAscii(buf, off, len) == off + len) {
        byte[] lower = new byte[len];
        for (int i = 0; i < len; i++) {
          byte b = buf[off + i];
          lower[i] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
        }
        tokenizer.tokenize(lower, 0, len, sink);
      } else {
        String text = new String(buf, off, len, StandardCharsets.UTF_8);
        byte[] lower = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        tokenizer.tokenize(lower, 0, lower.length, sink);
      }
    }

    @Override
    public String join(List<String> tokens) {
      return tokenizer.join(tokens);
    }
  }
}
