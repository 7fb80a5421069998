package org.corpuslm.ngram.count;

import java.util.List;
import org.corpuslm.corpus.PrepareConfig;

/**
 * What the manifest of a count store says of its content.
 *
 * @param order of the longest n-grams
 * @param shards number of shards
 * @param tokens of the training text, one {@code </s>} per sentence included
 * @param sentences of the training text
 * @param orders figures per order, unigrams first
 * @param text how the corpus was made from text
 */
public record CountFacts(
    int order,
    int shards,
    long tokens,
    long sentences,
    List<OrderFacts> orders,
    PrepareConfig text) {

  /**
   * One order.
   *
   * @param ngrams distinct n-grams; order 1 counts {@code <unk>}, {@code <s>} and {@code </s>}
   * @param total sum of the raw counts
   * @param countsOfCounts n_j at index j: n-grams with adjusted count j, for j = 1 … {@value #MOST}
   * @param rawCountsOfCounts the same of raw counts
   */
  public record OrderFacts(
      long ngrams, long total, long[] countsOfCounts, long[] rawCountsOfCounts) {
    public static final int MOST = 10;
  }
}
