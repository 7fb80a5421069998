package org.corpuslm.ngram.count;

import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of a count store says of its content.
 *
 * @param order of the longest n-grams
 * @param shards number of shards
 * @param tokens of the training text, one {@code </s>} per sentence included
 * @param sentences of the training text
 * @param orders figures per order, unigrams first
 * @param text how the corpora were made from text; of the first one, and the others agree
 * @param parts the corpora that were counted, the first one first
 */
public record CountFacts(
    int order,
    int shards,
    long tokens,
    long sentences,
    List<OrderFacts> orders,
    PrepareConfig text,
    List<Part> parts) {

  public CountFacts {
    parts = parts == null ? List.of() : List.copyOf(parts); // stores of before have none
    boolean sizes =
        order >= 1
            && order <= 20
            && shards >= 1
            && shards <= 100_000
            && orders != null
            && orders.size() == order
            && orders.stream().allMatch(o -> o != null && o.isComplete());
    if (!sizes) {
      throw new BadInputException("order, shards and figures do not fit together");
    }
  }

  /**
   * A corpus that was counted.
   *
   * @param path where it was
   * @param fingerprint of its manifest
   * @param tokens of its training text, one {@code </s>} per sentence included
   * @param sentences of its training text
   * @param outside those of its tokens that count as the unknown word because the closed vocabulary
   *     of the store does not have them
   */
  public record Part(String path, String fingerprint, long tokens, long sentences, long outside) {
    static Part of(Corpus corpus, long outside) {
      SplitFacts train = corpus.facts().split("train");
      return new Part(
          corpus.directory().path(),
          corpus.directory().manifest().fingerprint(),
          train.tokens() + train.sentences(),
          train.sentences(),
          outside);
    }
  }

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

    private boolean isComplete() {
      return countsOfCounts != null
          && countsOfCounts.length > MOST
          && rawCountsOfCounts != null
          && rawCountsOfCounts.length > MOST;
    }
  }
}
