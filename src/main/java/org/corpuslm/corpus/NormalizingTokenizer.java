package org.corpuslm.corpus;

import com.ibm.icu.text.Normalizer2;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.BadInputException;

/**
 * Puts text in a Unicode normalization form (UAX #15), then splits it with another tokenizer. ASCII
 * is the same in all forms.
 *
 * @param form {@code nfc} or {@code nfkc}
 */
record NormalizingTokenizer(String form, Tokenizer tokenizer) implements Tokenizer {
  private static final Map<String, Normalizer2> FORMS =
      Map.of("nfc", Normalizer2.getNFCInstance(), "nfkc", Normalizer2.getNFKCInstance());

  /**
   * Checks the name of a form; empty stands for text as it is.
   *
   * @throws BadInputException if there is no such form
   */
  static void check(String form) {
    if (!form.isEmpty() && !FORMS.containsKey(form)) {
      throw new BadInputException("--normalize is %s; it must be nfc or nfkc".formatted(form));
    }
  }

  /** Returns a tokenizer of normalized text; the given one for the empty form. */
  static Tokenizer of(String form, Tokenizer tokenizer) {
    return form.isEmpty() ? tokenizer : new NormalizingTokenizer(form, tokenizer);
  }

  @Override
  public void tokenize(byte[] buf, int off, int len, TokenSink sink) {
    if (Tokenizers.endOfAscii(buf, off, len) == off + len) {
      tokenizer.tokenize(buf, off, len, sink);
      return;
    }
    String text = new String(buf, off, len, StandardCharsets.UTF_8);
    Normalizer2 normalizer = FORMS.get(form);
    if (normalizer.isNormalized(text)) {
      tokenizer.tokenize(buf, off, len, sink);
    } else {
      byte[] normal = normalizer.normalize(text).getBytes(StandardCharsets.UTF_8);
      tokenizer.tokenize(normal, 0, normal.length, sink);
    }
  }

  @Override
  public String join(List<String> tokens) {
    return tokenizer.join(tokens);
  }
}
