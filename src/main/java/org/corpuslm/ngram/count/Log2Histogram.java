package org.corpuslm.ngram.count;

import java.io.Serializable;
import java.util.Arrays;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;

/** How many n-grams there are of raw counts 2^i … 2^(i+1)−1, and the sum of their counts. */
final class Log2Histogram implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] ngrams = new long[Long.SIZE - 1];
  private final long[] totals = new long[Long.SIZE - 1];

  /** Takes an n-gram; none if the count is 0. */
  void add(long count) {
    if (count > 0) {
      int i = OrderFacts.octave(count);
      ngrams[i]++;
      totals[i] += count;
    }
  }

  void add(Log2Histogram other) {
    for (int i = 0; i < ngrams.length; i++) {
      ngrams[i] += other.ngrams[i];
      totals[i] += other.totals[i];
    }
  }

  long[] ngrams() {
    return Arrays.copyOf(ngrams, used());
  }

  long[] totals() {
    return Arrays.copyOf(totals, used());
  }

  private int used() {
    int used = ngrams.length;
    while (used > 0 && ngrams[used - 1] == 0) {
      used--;
    }
    return used;
  }
}
