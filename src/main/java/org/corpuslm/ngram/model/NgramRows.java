package org.corpuslm.ngram.model;

/**
 * Rows with a word, a value and, for contexts, pointers. Rows come in groups that are searched by
 * word. Immutable and thread-safe.
 */
abstract class NgramRows {
  /** Returns the word of a row. */
  abstract int word(int row);

  /** Returns one of the pointers of a row, counted from 1; there is one more row of pointers. */
  abstract int integer(int row, int which);

  /** Returns the value of a row. */
  abstract double value(int row);

  /** Returns the number of rows. */
  abstract int size();

  /** Reads the row that {@link #find} will read first, so that it is in the cache by then. */
  abstract int guess(int from, int to, int word);

  /** Returns the row of a word in the group {@code from … to−1}, or −1. */
  abstract int find(int from, int to, int word);
}
