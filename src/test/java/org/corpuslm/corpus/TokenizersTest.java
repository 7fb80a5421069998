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

  private static final String FORMAT =
      "[\\p{Cf}&&[^\\x{200b}\\x{600}-\\x{605}\\x{6dd}\\x{70f}\\x{890}\\x{891}\\x{8e2}\\x{110bd}"
          + "\\x{110cd}]]";

  static final String SPECIAL = "</?s>|<unk>";

  static final Pattern WORD =
      Pattern.compile(
          (SPECIAL
                  + "|\\p{L}(?:\\p{L}|EXT)*+(?:['\u2019]EXT*+\\p{L}(?:\\p{L}|EXT)*+)*+"
                  + "|\\p{Nd}(?:\\p{Nd}|EXT)*+(?:[.,]EXT*+\\p{Nd}(?:\\p{Nd}|EXT)*+)*+"
                  + "|\\p{So}EXT*+(?:(?<=\u200d)\\p{So}EXT*+)*+"
                  + "|(?!FORMAT)[^SPACE]EXT*+")
              .replace("SPACE", SPACE)
              .replace("EXT", "[\\p{M}\\x{1f3fb}-\\x{1f3ff}FORMAT]")
              .replace("FORMAT", FORMAT));

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
    // Invisible characters behind white space are white space too.
    assertThat(String.join("", Tokenizers.split(WORDS, text)).replaceAll(FORMAT, ""))
        .isEqualTo(text.replaceAll("[" + SPACE + FORMAT + "]", ""));
  }

  @Property
  void charsAreCodePoints(@ForAll("texts") String text) {
    String trimmed = text.replaceAll("[\\x00\\t\\n\\r ]+", " ").replaceAll("^ | \\z", "");
    List<String> expected =
        trimmed
            .codePoints()
            .mapToObj(Character::toString)
            .map(c -> c.equals(" ") ? "▁" : c.equals("▁") ? "\\▁" : c)
            .toList();
    assertThat(Tokenizers.split(CHARS, text)).isEqualTo(expected);
    assertThat(CHARS.join(expected)).isEqualTo(trimmed);
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

  /** Persian, Sinhala, Hebrew with points and marks of direction, a soft hyphen, emoji. */
  @Example
  void joinersAndFormatCharactersPartNoWords() {
    assertThat(Tokenizers.split(WORDS, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 x"))
        .containsExactly("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "x");
    assertThat(Tokenizers.split(WORDS, "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u05e9\u05b8\u05dc\u200f"))
        .containsExactly("\u0dc1\u0dca\u200d\u0dbb\u0dd3", "\u05e9\u05b8\u05dc\u200f");
    assertThat(
            Tokenizers.split(
                WORDS, "Donau\u00addampf l\u2019\u00adami a\u2060b 1\u200d000,\u00ad5"))
        .containsExactly("Donau\u00addampf", "l\u2019\u00adami", "a\u2060b", "1\u200d000,\u00ad5");
    String family = "\ud83d\udc69\u200d\ud83d\udc67";
    String thumb = "\ud83d\udc4d\ud83c\udffd";
    assertThat(Tokenizers.split(WORDS, family + family + thumb + "\u2603\u200dx"))
        .containsExactly(family, family, thumb, "\u2603\u200d", "x");
    assertThat(Tokenizers.split(WORDS, "\u200fa \u200d b \ufeff\u0301 \u0600\u0661"))
        .containsExactly("a", "b", "\u0301", "\u0600", "\u0661");
    assertThat(Tokenizers.split(WORDS, "a\u200bb")).containsExactly("a", "\u200b", "b");
  }

  @Example
  void specialWordsStayWhole() {
    assertThat(Tokenizers.split(WORDS, "the <unk>, x<unk>y <s> </s> <UNK> <unk"))
        .containsExactly(
            "the", "<unk>", ",", "x", "<unk>", "y", "<s>", "</s>", "<", "UNK", ">", "<", "unk");
    assertThat(Tokenizers.split(CHARS, "a <unk>b</s>"))
        .containsExactly("a", "▁", "<unk>", "b", "</s>");
    assertThat(Tokenizers.split(Tokenizers.of("words", false, "[UNK]"), "a [UNK]. <unk>"))
        .containsExactly("a", "[UNK]", ".", "<", "unk", ">");
    assertThat(Tokenizers.split(Tokenizers.of("words", false, "@@unk@@"), "a @@unk@@@"))
        .containsExactly("a", "@@unk@@", "@");
    // A word of letters is found by the tokenizer, and not inside of others.
    assertThat(Tokenizers.split(Tokenizers.of("words", false, "UNK"), "UNK UNKNOWN"))
        .containsExactly("UNK", "UNKNOWN");
    assertThat(Tokenizers.split(Tokenizers.of("chars", false, "UN"), "UNO"))
        .containsExactly("U", "N", "O");
  }

  @Example
  void charsTellTheSpaceFromItsSign() {
    List<String> words = Tokenizers.split(CHARS, "a b a▁b \\▁");
    assertThat(words).containsExactly("a", "▁", "b", "▁", "a", "\\▁", "b", "▁", "\\", "\\▁");
    assertThat(CHARS.join(words)).isEqualTo("a b a▁b \\▁");
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
            " ",
            "\0",
            "\t",
            "\r",
            "\u00a0",
            "\u2028",
            "\u0085",
            "\u3000",
            "'",
            "\u2019",
            ".",
            ",",
            "-",
            "\u0301",
            "\u0903",
            "\u20dd",
            "\u200d",
            "\u200c",
            "\u200b",
            "\u00ad",
            "\u200f",
            "\u2603",
            "\ud83d\udc69",
            "\u2167",
            "\u00b2",
            "\u2581");
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
