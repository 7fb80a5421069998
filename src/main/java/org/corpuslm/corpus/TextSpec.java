package org.corpuslm.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Locale;
import org.corpuslm.runtime.BadInputException;

/**
 * The rules by which lines of text become sentences of words. A model records them, so that further
 * text is read by the same rules.
 *
 * @param tokenizer whitespace, words or chars; see {@link Tokenizers}
 * @param lowercase whether text is put in Unicode lower case before it is split
 * @param unk the word that stands for all words outside the vocabulary
 * @param maxLineBytes longer lines are bad lines
 * @param skipEmptyLines whether lines without words are left out; otherwise each is a sentence of
 *     {@code </s>} alone
 * @param replaceSpecial the word that replaces a literal {@code <s>} or {@code </s>}; empty = a
 *     line with one is a bad line
 * @param skipSpecial whether a literal {@code <s>}, {@code </s>} or unknown word is left out
 * @param normalize Unicode normalization form of the text, {@code nfc} or {@code nfkc}, before
 *     lower case; empty = as it is, and absent from the JSON
 */
public record TextSpec(
    String tokenizer,
    boolean lowercase,
    String unk,
    int maxLineBytes,
    boolean skipEmptyLines,
    String replaceSpecial,
    boolean skipSpecial,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String normalize)
    implements Serializable {
  private static final int DEFAULT_MAX_LINE_BYTES = 1 << 24;

  /**
   * Checks the values.
   *
   * @throws BadInputException if one is not valid; the message names its option
   */
  public TextSpec {
    if (maxLineBytes < 1 || maxLineBytes > 1 << 30) {
      throw new BadInputException(
          "--max-line-bytes is " + maxLineBytes + "; it must lie between 1 and 1073741824");
    }
    normalize = normalize == null ? "" : normalize;
    NormalizingTokenizer.check(normalize);
    checkWord("--unk", unk, lowercase);
    if (skipSpecial && !replaceSpecial.isEmpty()) {
      throw new BadInputException("give either --skip-special or --replace-special, not both");
    }
    if (!replaceSpecial.isEmpty()) {
      checkWord("--replace-special", replaceSpecial, lowercase);
    }
    Tokenizers.of(tokenizer, lowercase);
  }

  /** Returns a specification with the default treatment of long, empty and special lines. */
  public static TextSpec of(String tokenizer, boolean lowercase, String unk) {
    return new TextSpec(tokenizer, lowercase, unk, DEFAULT_MAX_LINE_BYTES, false, "", false, "");
  }

  /**
   * Returns this specification with {@code skipSpecial}: special words in the text are left out.
   */
  public TextSpec skippingSpecial() {
    return new TextSpec(
        tokenizer, lowercase, unk, maxLineBytes, skipEmptyLines, "", true, normalize);
  }

  /** Returns whether every text becomes the same sentences of the same words as with another. */
  public boolean givesTokensOf(TextSpec other) {
    return tokenizer.equals(other.tokenizer)
        && lowercase == other.lowercase
        && unk.equals(other.unk)
        && skipEmptyLines == other.skipEmptyLines
        && replaceSpecial.equals(other.replaceSpecial)
        && skipSpecial == other.skipSpecial
        && normalize.equals(other.normalize);
  }

  /** Returns a new tokenizer; it is not thread-safe. */
  public Tokenizer newTokenizer() {
    return NormalizingTokenizer.of(normalize, Tokenizers.of(tokenizer, lowercase, unk));
  }

  private static void checkWord(String option, String word, boolean lowercase) {
    if (word.isEmpty() || word.codePoints().anyMatch(WordTokenizer::isSpace)) {
      throw new BadInputException(
          "%s is '%s'; it must be one word, without white space".formatted(option, word));
    }
    if (word.equals(Vocabulary.BOS_WORD) || word.equals(Vocabulary.EOS_WORD)) {
      throw new BadInputException(
          "%s is %s, which marks sentences; choose another word".formatted(option, word));
    }
    if (lowercase && !word.equals(word.toLowerCase(Locale.ROOT))) {
      throw new BadInputException(
          "%s is %s, but with --lowercase no word of the text is that; write %s"
              .formatted(option, word, word.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Checks that text becomes the same sentences and words as in another directory.
   *
   * @param path the directory with this specification, for messages
   * @param other the other directory's specification
   * @param otherPath the other directory, for messages
   * @throws BadInputException if the specifications differ; the message names the option
   */
  public void checkSame(String path, TextSpec other, String otherPath) {
    checkSame("--tokenizer", path, tokenizer, otherPath, other.tokenizer);
    checkSame("--lowercase", path, lowercase, otherPath, other.lowercase);
    checkSame("--unk", path, unk, otherPath, other.unk);
    checkSame("--skip-empty-lines", path, skipEmptyLines, otherPath, other.skipEmptyLines);
    checkSame("--replace-special", path, replaceSpecial, otherPath, other.replaceSpecial);
    checkSame("--skip-special", path, skipSpecial, otherPath, other.skipSpecial);
    checkSame("--normalize", path, normalize, otherPath, other.normalize);
  }

  private static void checkSame(
      String option, String path, Object value, String otherPath, Object otherValue) {
    if (!value.equals(otherValue)) {
      throw new BadInputException(
          "%s was prepared with %s '%s', but %s with '%s'; prepare it again like that"
              .formatted(path, option, value, otherPath, otherValue));
    }
  }
}
