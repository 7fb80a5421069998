package org.corpuslm.evaluate;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;

/**
 * A held-out sentence as one model finds it.
 *
 * @param nats −ln p per token, {@code </s>} included
 * @param tokens of the whole sentence, {@code </s>} included
 * @param words its first words, {@value #SHOWN} at most, as they were written
 * @param lnP of those words
 */
public record RankedSentence(double nats, int tokens, List<String> words, double[] lnP)
    implements Serializable {
  /** Words that are kept of a sentence. */
  public static final int SHOWN = 60;

  private static final int LONGEST_WORD = 80;

  /** The hardest one first; equal ones by their text, so that the order of work does not show. */
  static final Comparator<RankedSentence> HARDEST =
      Comparator.comparingDouble(RankedSentence::nats)
          .reversed()
          .thenComparing(RankedSentence::text)
          .thenComparing(RankedSentence::tokens);

  static final Comparator<RankedSentence> EASIEST =
      Comparator.comparingDouble(RankedSentence::nats)
          .thenComparing(RankedSentence::text)
          .thenComparing(RankedSentence::tokens);

  static RankedSentence of(
      EncodedText text, Vocabulary vocabulary, double[] lnP, int from, int to, double nats) {
    int shown = Math.min(SHOWN, to - from);
    List<String> words = new ArrayList<>();
    double[] some = new double[shown];
    for (int i = 0; i < shown; i++) {
      words.add(cut(new String(text.form(vocabulary, from + i), StandardCharsets.UTF_8)));
      some[i] = lnP[from + i];
    }
    return new RankedSentence(nats, to - from, words, some);
  }

  private static String cut(String word) {
    return word.codePointCount(0, word.length()) <= LONGEST_WORD
        ? word
        : word.substring(0, word.offsetByCodePoints(0, LONGEST_WORD)) + "…";
  }

  /** The words that are shown, one a line. */
  String text() {
    return String.join("\n", words);
  }
}
