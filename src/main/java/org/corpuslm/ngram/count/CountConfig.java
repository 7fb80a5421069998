package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code count}.
 *
 * @param corpus the corpus directory
 * @param order of the longest n-grams, 1 to {@value #MAX_ORDER}
 * @param shards number of shards; 0 = by the size of the corpus
 */
public record CountConfig(String corpus, int order, int shards) {
  public static final int MAX_ORDER = 6;

  public CountConfig {
    if (order < 1 || order > MAX_ORDER) {
      throw new BadInputException(
          "--order is %d; it must lie between 1 and %d".formatted(order, MAX_ORDER));
    }
    Sharding.checkWanted(shards);
  }
}
