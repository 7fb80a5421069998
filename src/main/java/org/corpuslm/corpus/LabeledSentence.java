package org.corpuslm.corpus;

import java.nio.charset.StandardCharsets;

/**
 * A sentence as ids, with its labels.
 *
 * @param words ids of its words, without {@code </s>}, {@code [words]}
 * @param forms surface forms of words that are not in the vocabulary, {@code [words]}; null for all
 *     other words, and for the words of the training text
 * @param labels ids of its labels: one per word (task tag), or one (task classify); empty if they
 *     are not known
 */
public record LabeledSentence(int[] words, String[] forms, int[] labels) {

  /**
   * Makes a sentence of text without labels.
   *
   * @param text its words
   */
  public static LabeledSentence of(java.util.List<String> text, Vocabulary vocabulary) {
    int[] words = new int[text.size()];
    String[] forms = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      byte[] word = text.get(i).getBytes(StandardCharsets.UTF_8);
      int id = vocabulary.find(word, 0, word.length);
      boolean known = id > Vocabulary.UNK;
      words[i] = known ? id : Vocabulary.UNK;
      forms[i] = known ? null : text.get(i);
    }
    return new LabeledSentence(words, forms, new int[0]);
  }

  /** Returns the surface form of a word. */
  public String form(int index, Vocabulary vocabulary) {
    return forms[index] != null ? forms[index] : vocabulary.word(words[index]);
  }
}
