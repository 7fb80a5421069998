package org.corpuslm.ngram.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of an n-gram model says of it.
 *
 * @param order of the longest n-grams
 * @param shards number of shards, without those of hot contexts
 * @param smoothing name of the method
 * @param normalized whether p(·|h) sums to one; if not, the values are scores
 * @param unseenBackoff log10 back-off weight of contexts the model does not have
 * @param ngrams per order, unigrams first; order 1 counts {@code <unk>}, {@code <s>}, {@code </s>}
 * @param contexts per length, from 1
 * @param parameters what was estimated or given: discounts per order, δ, α
 * @param text how text becomes words
 */
public record NgramFacts(
    int order,
    int shards,
    String smoothing,
    boolean normalized,
    double unseenBackoff,
    List<Long> ngrams,
    List<Long> contexts,
    Map<String, Object> parameters,
    PrepareConfig text) {
  public NgramFacts {
    boolean sizes =
        order >= 1
            && order <= NgramOrder.MAX
            && shards >= (order == 1 ? 0 : 1)
            && shards <= Sharding.MAX_SHARDS
            && ngrams != null
            && ngrams.size() == order
            && contexts != null
            && contexts.size() == order - 1
            && Stream.concat(ngrams.stream(), contexts.stream()).allMatch(n -> n != null && n >= 0);
    if (!sizes || smoothing == null || Double.isNaN(unseenBackoff)) {
      throw new BadInputException("order, shards, sizes or smoothing do not fit together");
    }
  }

  /** Number of n-grams of all orders. */
  public long size() {
    return ngrams.stream().mapToLong(Long::longValue).sum();
  }
}
