package org.corpuslm.ngram.kenlm;

import org.corpuslm.runtime.BadInputException;

/**
 * The hashes of the words of a file, by which words are found. Index 0 is {@code <unk>}, which has
 * no hash there. Immutable and thread-safe.
 */
interface WordIndex {
  /** Returns the index of the word with a hash; 0 if the model lacks it. */
  int of(long hash);

  /** Returns the number of words, including {@code <unk>}. */
  int size();

  /**
   * Returns the hashes of all words but {@code <unk>}, ascending as unsigned numbers.
   *
   * @throws BadInputException if they are damaged
   */
  long[] hashes();
}
