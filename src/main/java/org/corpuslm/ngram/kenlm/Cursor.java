package org.corpuslm.ngram.kenlm;

/**
 * Looks up n-grams from their last word to the left: {@link #start} takes the last word, each
 * {@link #extend} the word before. Not thread-safe.
 */
abstract class Cursor {
  /** Value of a back-off weight of 1 (log10: 0) of an n-gram that no n-gram begins with. */
  static final float NO_EXTENSION = -0.0f;

  /** log10 p of the n-gram. */
  protected float prob;

  /** log10 of the back-off weight of the n-gram as a context; undefined at the highest order. */
  protected float backoff;

  /** Whether the file says that no n-gram extends this one to the left. */
  protected boolean leaf;

  /**
   * Goes to a unigram.
   *
   * @param word index of the word in the file, less than the number of words
   */
  abstract void start(int word);

  /**
   * Goes to the n-gram that has one more word at its left. If there is none, returns false, and
   * only {@link #start} may follow.
   */
  abstract boolean extend(int word);

  final float prob() {
    return prob;
  }

  final float backoff() {
    return backoff;
  }

  final boolean isLeaf() {
    return leaf;
  }

  /** Returns whether n-grams begin with this one, or its back-off weight is not 1. */
  final boolean hasExtension() {
    return Float.floatToRawIntBits(backoff) != Float.floatToRawIntBits(NO_EXTENSION);
  }
}
