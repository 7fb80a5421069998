package org.corpuslm.ngram.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.BadInputException;

/**
 * The facts that the manifest of an n-gram model states.
 *
 * @param order order of the model: the length of its longest n-grams
 * @param shards number of ordinary shards, without the hot-context shards; 0 at order 1
 * @param smoothing name of the smoothing method
 * @param normalized whether p(·|h) sums to one; if not, the values are scores
 * @param unseenBackoff log10 back-off weight of contexts that the model does not have
 * @param ngrams number of n-grams per order, unigrams first; order 1 includes {@code <unk>}, {@code
 *     <s>} and {@code </s>}
 * @param contexts number of contexts per length, from length 1
 * @param parameters estimated or given parameters by name, such as discounts per order
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
    TextSpec text) {
  /**
   * Checks that the facts fit together.
   *
   * @throws BadInputException if they do not
   */
  public NgramFacts {
    boolean sizes =
        order >= 1
            && order <= NgramOrder.MAX
            && shards >= (order == 1 ? 0 : 1)
            && shards <= ShardLimits.MAX_SHARDS
            && ngrams != null
            && ngrams.size() == order
            && contexts != null
            && contexts.size() == order - 1
            && Stream.concat(ngrams.stream(), contexts.stream()).allMatch(n -> n != null && n >= 0);
    if (!sizes || smoothing == null || Double.isNaN(unseenBackoff)) {
      throw new BadInputException("order, shards, sizes or smoothing do not fit together");
    }
  }

  /** Returns the number of n-grams of all orders. */
  public long size() {
    return ngrams.stream().mapToLong(Long::longValue).sum();
  }
}
