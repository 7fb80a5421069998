package org.corpuslm.ngram.count;

import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.corpus.PrepareConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of a count store says of its content.
 *
 * @param order of the longest n-grams
 * @param shards number of shards, without those of hot contexts
 * @param splitAbove tokens above which the n-grams of a word may be split over several shards
 * @param tokens of the training text, one {@code </s>} per sentence included
 * @param sentences of the training text
 * @param orders figures per order, unigrams first
 * @param text how the corpora were made from text; of the first one, and the others agree
 * @param parts the corpora that were counted, the first one first
 */
public record CountFacts(
    int order,
    int shards,
    long splitAbove,
    long tokens,
    long sentences,
    List<OrderFacts> orders,
    PrepareConfig text,
    List<Part> parts) {

  public CountFacts {
    boolean sizes =
        order >= 1
            && order <= NgramOrder.MAX_COUNTED
            && shards >= 1
            && shards <= Sharding.MAX_SHARDS
            && splitAbove >= 0
            && orders != null
            && orders.size() == order
            && orders.stream().allMatch(o -> o != null && o.isComplete());
    if (!sizes || parts == null) {
      throw new BadInputException("order, shards and figures do not fit together");
    }
    parts = List.copyOf(parts);
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
   * @param countsOfCounts n_j at index j: n-grams with adjusted count j, for j = 1 … {@value
   *     #MAX_COUNT}
   * @param rawCountsOfCounts the same of raw counts
   * @param octaves n-grams with raw counts 2^i … 2^(i+1)−1 at index i; null in stores of before
   * @param octaveTotals the sum of their raw counts; null likewise
   */
  public record OrderFacts(
      long ngrams,
      long total,
      long[] countsOfCounts,
      long[] rawCountsOfCounts,
      long[] octaves,
      long[] octaveTotals) {
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
     * Distinct n-grams to be expected in a random part of the text: Σ n_j (1 − (1−f)^j), n_j of raw
     * counts (Good & Toulmin 1956). Counts above {@value #MAX_COUNT} are taken at the mean of their
     * octave.
     *
     * @param share f, above 0 and at most 1
     * @return NaN if the store does not say
     */
    public double expectedDistinct(double share) {
      double left = Math.log1p(-share); // −∞ for all of the text
      double sum = 0;
      long[] ngramsLeft = octaves.clone();
      long[] totalLeft = octaveTotals.clone();
      for (int j = 1; j <= MAX_COUNT; j++) {
        sum -= rawCountsOfCounts[j] * Math.expm1(j * left);
        int octave = octave(j);
        if (octave < ngramsLeft.length) {
          ngramsLeft[octave] -= rawCountsOfCounts[j];
          totalLeft[octave] -= j * rawCountsOfCounts[j];
        }
      }
      for (int i = 0; i < ngramsLeft.length; i++) {
        if (ngramsLeft[i] > 0) {
          sum -= ngramsLeft[i] * Math.expm1((double) totalLeft[i] / ngramsLeft[i] * left);
        }
      }
      return sum;
    }

    /** i of the octave 2^i … 2^(i+1)−1 that has a count, which is above 0. */
    public static int octave(long count) {
      return Long.SIZE - 1 - Long.numberOfLeadingZeros(count);
    }
  }
}
