package org.corpuslm.ngram.count;

import java.io.IOException;

/** N-grams of the highest order with their counts, in key order. */
interface NgramRun {
  /** Moves to the next n-gram; false at the end. */
  boolean next() throws IOException;

  /** Key of the current n-gram; changes with {@link #next}. */
  int[] key();

  long count();
}
