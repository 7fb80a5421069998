package org.corpuslm.evaluate.breakdown;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;

/**
 * A held-out sentence, ranked by its nats per token under one model.
 *
 * @param nats −ln p per token, {@code </s>} included
 * @param tokens number of tokens of the whole sentence, {@code </s>} included
 * @param words first words as they are written, at most {@value #MAX_SHOWN}
 * @param lnP ln p of those words, {@code [words]}
 */
public record RankedSentence(double nats, int tokens, List<String> words, double[] lnP)
    implements Serializable {
  /** Maximum number of words that are kept of a sentence. */
  public static final int MAX_SHOWN = 60;

  private static final int MAX_WORD_LENGTH = 80;

  /**
   * Orders sentences by difficulty, the hardest first. Equal ones are ordered by their text, so
   * that the order does not depend on scheduling.
   */
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
    int shown = Math.min(MAX_SHOWN, to - from);
    List<String> words = new ArrayList<>();
    double[] some = new double[shown];
    for (int i = 0; i < shown; i++) {
      words.add(cut(new String(text.form(vocabulary, from + i), StandardCharsets.UTF_8)));
      some[i] = lnP[from + i];
    }
    return new RankedSentence(nats, to - from, words, some);
  }

  private static String cut(String word) {
    return word.codePointCount(0, word.length()) <= MAX_WORD_LENGTH
        ? word
        : word.substring(0, word.offsetByCodePoints(0, MAX_WORD_LENGTH)) + "…";
  }

  /** Returns the words that are kept, one per line. */
  String text() {
    return String.join("\n", words);
  }
}
