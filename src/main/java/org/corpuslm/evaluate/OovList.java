package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * Words of a text that a vocabulary does not have.
 *
 * @param types how many different ones
 * @param literal tokens that are the unknown word itself in the text
 * @param words the most frequent ones, {@value OovWords#LISTED} at most; ties by the word
 */
public record OovList(long types, long literal, List<Word> words) implements Serializable {

  /** A word and how often it comes. */
  public record Word(String word, long count) implements Serializable {}

  static OovList none() {
    return new OovList(0, 0, List.of());
  }
}
