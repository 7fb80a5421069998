package org.corpuslm.ngram.count;

import org.corpuslm.corpus.NgramOrder;

/**
 * The resolved configuration of {@code count}.
 *
 * @param corpus the corpus directory
 * @param order of the longest n-grams, 1 to {@value NgramOrder#MAX_COUNTED}
 * @param shards number of shards; 0 = by the size of the corpus
 */
public record CountConfig(String corpus, int order, int shards) {
  public CountConfig {
    NgramOrder.checkCounted(order);
    Sharding.checkWanted(shards);
  }
}
