package org.corpuslm.ngram.count;

import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.corpus.VocabularyOrigin;
import org.corpuslm.runtime.BadInputException;

/**
 * The facts that the manifest of a count store states.
 *
 * @param order length of the longest n-grams
 * @param shards number of ordinary shards, without the hot-context shards
 * @param splitAbove tokens above which a word may be hot, so that its n-grams are split over
 *     several shards
 * @param tokens tokens of the training text, including one {@code </s>} per sentence
 * @param sentences sentences of the training text
 * @param orders figures per order, unigrams first
 * @param text how text becomes words, the same in all corpora
 * @param origin origin of the words of the vocabulary
 * @param parts the counted corpora, in the order in which they were added
 */
public record CountFacts(
    int order,
    int shards,
    long splitAbove,
    long tokens,
    long sentences,
    List<OrderFacts> orders,
    TextSpec text,
    VocabularyOrigin origin,
    List<Part> parts) {

  /**
   * Checks that the facts fit together.
   *
   * @throws BadInputException if they do not
   */
  public CountFacts {
    boolean sizes =
        order >= 1
            && order <= NgramOrder.MAX_COUNTED
            && shards >= 1
            && shards <= ShardLimits.MAX_SHARDS
            && splitAbove >= 0
            && orders != null
            && orders.size() == order
            && orders.stream().allMatch(o -> o != null && o.isComplete());
    if (!sizes || origin == null || parts == null) {
      throw new BadInputException("order, shards and figures do not fit together");
    }
    parts = List.copyOf(parts);
  }

  /**
   * A corpus that was counted.
   *
   * @param path directory of the corpus when it was counted
   * @param fingerprint SHA-256 of its manifest
   * @param tokens tokens of its training text, including one {@code </s>} per sentence
   * @param sentences sentences of its training text
   * @param outside tokens that count as the unknown word because the closed vocabulary of the store
   *     lacks them
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
   * Figures of one order.
   *
   * @param ngrams number of distinct n-grams; order 1 includes {@code <unk>}, {@code <s>} and
   *     {@code </s>}
   * @param total sum of the raw counts
   * @param countsOfCounts n_j at index j: number of n-grams with adjusted count j, for j = 1 …
   *     {@value #MAX_COUNT}
   * @param rawCountsOfCounts number of n-grams with raw count j at index j, for the same j
   * @param octaves number of n-grams with raw counts 2^i … 2^(i+1)−1 at index i
   * @param octaveTotals sum of the raw counts of those n-grams
   */
  public record OrderFacts(
      long ngrams,
      long total,
      long[] countsOfCounts,
      long[] rawCountsOfCounts,
      long[] octaves,
      long[] octaveTotals) {
    /**
     * The highest count whose number of n-grams is stored: discounts need n1 … n6, and the report
     * shows ten.
     */
    public static final int MAX_COUNT = 10;

    private boolean isComplete() {
      return countsOfCounts != null
          && countsOfCounts.length > MAX_COUNT
          && rawCountsOfCounts != null
          && rawCountsOfCounts.length > MAX_COUNT
          && octaves != null
          && octaveTotals != null
          && octaveTotals.length == octaves.length;
    }

    /**
     * Returns the number of distinct n-grams expected in a random part of the text: Σ n_j (1 −
     * (1−f)^j), n_j from raw counts (Good & Toulmin 1956). Counts above {@value #MAX_COUNT} are
     * replaced by the mean of their octave.
     *
     * @param share f, the part's share of the text, above 0 and at most 1
     */
    public double expectedDistinct(double share) {
      double logRest = Math.log1p(-share); // −∞ for the whole text
      double sum = 0;
      long[] restNgrams = octaves.clone();
      long[] restTotals = octaveTotals.clone();
      for (int j = 1; j <= MAX_COUNT; j++) {
        sum -= rawCountsOfCounts[j] * Math.expm1(j * logRest);
        int octave = octave(j);
        if (octave < restNgrams.length) {
          restNgrams[octave] -= rawCountsOfCounts[j];
          restTotals[octave] -= j * rawCountsOfCounts[j];
        }
      }
      for (int i = 0; i < restNgrams.length; i++) {
        if (restNgrams[i] > 0) {
          sum -= restNgrams[i] * Math.expm1((double) restTotals[i] / restNgrams[i] * logRest);
        }
      }
      return sum;
    }

    /** Returns i such that 2^i ≤ {@code count} < 2^(i+1). */
    public static int octave(long count) {
      return Long.SIZE - 1 - Long.numberOfLeadingZeros(count);
    }
  }
}
