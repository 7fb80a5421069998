package org.corpuslm.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.corpuslm.runtime.BadInputException;

/** The tokenizers against slow ones written with strings and regular expressions. */
class TokenizersTest {
  /** White space as people see it: Unicode's, and NUL, which stands for it in broken text. */
  private static final String SPACE =
      "\\x00\\t\\n\\x0b\\f\\r\\x1c-\\x1f\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f"
          + "\\u205f\\u3000";

  static final Pattern WORD =
      Pattern.compile(
          "\\p{L}[\\p{L}\\p{M}]*+(?:['\u2019](?=\\p{L})[\\p{L}\\p{M}]++)*+"
              + "|\\p{Nd}[\\p{Nd}\\p{M}]*+(?:[.,](?=\\p{Nd})[\\p{Nd}\\p{M}]++)*+"
              + "|[^"
              + SPACE
              + "]\\p{M}*+");

  private static final Tokenizer WHITESPACE = Tokenizers.of("whitespace", false);
  private static final Tokenizer WORDS = Tokenizers.of("words", false);
  private static final Tokenizer CHARS = Tokenizers.of("chars", false);

  @Property
  void whitespaceSplitsAtFiveCharactersOnly(@ForAll("texts") String text) {
    List<String> expected =
        Stream.of(text.split("[\\x00\\t\\n\\r ]+")).filter(word -> !word.isEmpty()).toList();
    assertThat(Tokenizers.split(WHITESPACE, text)).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void wordsAreThoseOfTheRegularExpression(@ForAll("texts") String text) {
    List<String> expected = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      expected.add(matcher.group());
    }
    assertThat(Tokenizers.split(WORDS, text)).isEqualTo(expected);
  }

  @Property
  void nothingButWhiteSpaceIsDropped(@ForAll("texts") String text) {
    assertThat(String.join("", Tokenizers.split(WHITESPACE, text)))
        .isEqualTo(text.replaceAll("[\\x00\\t\\n\\r ]", ""));
    assertThat(String.join("", Tokenizers.split(WORDS, text)))
        .isEqualTo(text.replaceAll("[" + SPACE + "]", ""));
  }

  @Property
  void charsAreCodePoints(@ForAll("texts") String text) {
    String trimmed = text.replaceAll("[\\x00\\t\\n\\r ]+", " ").replaceAll("^ | \\z", "");
    List<String> expected =
        trimmed.codePoints().mapToObj(Character::toString).map(c -> c.replace(" ", "▁")).toList();
    assertThat(Tokenizers.split(CHARS, text)).isEqualTo(expected);
    assertThat(CHARS.join(expected)).isEqualTo(trimmed.replace("▁", " "));
  }

  @Property
  void lowerCaseComesFirst(@ForAll("texts") String text) {
    for (String name : Tokenizers.names()) {
      assertThat(Tokenizers.split(Tokenizers.of(name, true), text))
          .isEqualTo(Tokenizers.split(Tokenizers.of(name, false), text.toLowerCase(Locale.ROOT)));
    }
  }

  @Property
  void joinedWordsSplitIntoThemselves(@ForAll("texts") String text) {
    List<String> words = Tokenizers.split(WHITESPACE, text);
    assertThat(Tokenizers.split(WHITESPACE, WHITESPACE.join(words))).isEqualTo(words);
  }

  @Example
  void wordsByHand() {
    assertThat(Tokenizers.split(WORDS, "Don't stop: it’s 3,141.59 o'clock, 'tis rock'n'roll."))
        .containsExactly(
            "Don't",
            "stop",
            ":",
            "it’s",
            "3,141.59",
            "o'clock",
            ",",
            "'",
            "tis",
            "rock'n'roll",
            ".");
    assertThat(Tokenizers.split(WORDS, "dogs' 1, 2. .5 a.b 12a it''s"))
        .containsExactly(
            "dogs", "'", "1", ",", "2", ".", ".", "5", "a", ".", "b", "12", "a", "it", "'", "'",
            "s");
    assertThat(Tokenizers.split(WORDS, "e\u0301t\u00e9 \u0301x \u2603\ufe0f \u0663\u0664"))
        .containsExactly("e\u0301t\u00e9", "\u0301", "x", "\u2603\ufe0f", "\u0663\u0664");
    assertThat(Tokenizers.split(WORDS, "\ud835\udd38b \ud83d\ude00\ud83d\ude00 \u65e5\u672c"))
        .containsExactly("\ud835\udd38b", "\ud83d\ude00", "\ud83d\ude00", "\u65e5\u672c");
    assertThat(Tokenizers.split(WORDS, "a\u00a0b\u3000c\u2028d\u0085e\0f"))
        .containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Example
  void whitespaceByHand() {
    assertThat(Tokenizers.split(WHITESPACE, " a\0b\tc\rd\u00a0e \u2028 "))
        .containsExactly("a", "b", "c", "d\u00a0e", "\u2028");
    assertThat(Tokenizers.split(WHITESPACE, " \t\0\r")).isEmpty();
  }

  @Example
  void charsByHand() {
    assertThat(Tokenizers.split(CHARS, "  to  \ud83d\ude00\t. "))
        .containsExactly("t", "o", "▁", "\ud83d\ude00", "▁", ".");
  }

  @Example
  void lowerCaseByHand() {
    assertThat(Tokenizers.split(Tokenizers.of("whitespace", true), "ABC \u00c9T\u00c9 \u0130"))
        .containsExactly("abc", "\u00e9t\u00e9", "i\u0307");
  }

  @Example
  void wordsAreJoinedForReading() {
    List<String> words = Tokenizers.split(WORDS, "He came (late), didn't he? Yes!");
    assertThat(WORDS.join(words)).isEqualTo("He came (late), didn't he? Yes!");
    assertThat(CHARS.join(List.of("t", "o", "▁", "b", "e"))).isEqualTo("to be");
    assertThat(WHITESPACE.join(List.of("to", "be", "."))).isEqualTo("to be .");
  }

  @Example
  void anUnknownTokenizerIsRefused() {
    assertThatThrownBy(() -> Tokenizers.of("sentences", false))
        .isInstanceOf(BadInputException.class)
        .hasMessage("--tokenizer is sentences; it must be one of [whitespace, words, chars]");
  }

  /** Text of every script, rich in what the tokenizers look at. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> special =
        Arbitraries.of(
            " ", "\0", "\t", "\r", "\u00a0", "\u2028", "\u0085", "\u3000", "'", "\u2019", ".", ",",
            "-", "\u0301", "\u0903", "\u20dd", "\u200d", "\u00ad", "\u2167", "\u00b2", "\u2581");
    Arbitrary<String> letter =
        Arbitraries.of("a", "B", "\u00e9", "\u0130", "\u03a3", "\u65e5", "\u05d0", "\ud835\udd38");
    Arbitrary<String> digit = Arbitraries.of("0", "7", "\u0663", "\ud835\udfd8");
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .map(Character::toString);
    return Arbitraries.frequencyOf(
            Tuple.of(4, special), Tuple.of(5, letter), Tuple.of(3, digit), Tuple.of(1, any))
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }
}
