package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.OutputDirectory;

/**
 * Expected sums of a count store, by which the shards that tasks have written are checked before
 * they are published.
 */
final class StoreStats {
  private final int order;
  private final long[] expected; // by order; −1 if unknown
  private String statedBy; // files that state the sums; null if the sums follow from the text
  private long sentences;

  /** Starts with the sums of an empty text. */
  StoreStats(int order) {
    this.order = order;
    this.expected = new long[order + 1];
  }

  /** Returns the sums of the text that a store holds. */
  static StoreStats of(CountFacts store) {
    StoreStats totals = new StoreStats(store.order());
    totals.sentences = store.sentences();
    for (int k = 1; k <= store.order(); k++) {
      totals.expected[k] = store.orders().get(k - 1).total();
    }
    return totals;
  }

  /**
   * Returns the sums that files of counts state, for the orders they have.
   *
   * @param files names of the files, for messages
   */
  static StoreStats stated(int order, CountFiles.Outline outline, long sentences, String files) {
    StoreStats totals = new StoreStats(order);
    totals.statedBy = files;
    totals.sentences = sentences;
    for (int k = 1; k <= order; k++) {
      totals.expected[k] = outline.has(k) ? outline.totals()[k] : -1;
    }
    return totals;
  }

  /**
   * Adds a text, or subtracts it, and returns this. A sentence of m words has m+1 unigrams (with
   * {@code </s>}) and max(0, m+3−k) n-grams of order k ≥ 2, counting those that begin with {@code
   * <s>}.
   *
   * @param train sizes of the text
   * @param sign 1 to add, −1 to subtract
   */
  StoreStats plus(SplitFacts train, int sign) {
    sentences += sign * train.sentences();
    for (int k = 1; k <= order; k++) {
      long ngrams = train.tokens() + train.sentences();
      if (k >= 2) {
        ngrams = train.tokens() + (3L - k) * train.sentences();
        for (int m = 0; m < k - 3; m++) {
          ngrams += (k - 3L - m) * train.shortSentences()[m];
        }
      }
      expected[k] += sign * ngrams;
    }
    return this;
  }

  /** Returns the tokens of the text, including one {@code </s>} per sentence. */
  long tokens() {
    return expected[1];
  }

  /** Returns the sentences of the text. */
  long sentences() {
    return sentences;
  }

  /**
   * Accepts written tables into the output, and returns their figures by order.
   *
   * @throws BadInputException if files of counts contradict each other
   * @throws IllegalStateException if the sums differ from those of the text
   */
  List<OrderFacts> accept(OutputDirectory output, List<ShardWriter.Result> results) {
    CountStats stats = new CountStats(order);
    for (ShardWriter.Result result : results) {
      output.acceptAll(result.files());
      stats.add(result.stats());
    }
    List<OrderFacts> orders = new ArrayList<>();
    for (int k = 1; k <= order; k++) {
      orders.add(stats.facts(k));
      long total = orders.get(k - 1).total();
      if (expected[k] >= 0 && total != expected[k] && statedBy != null) {
        throw new BadInputException(
            ("%s: the counts of order %d sum to %d, but those that follow from order %d sum to %d:"
                    + " n-grams are missing, for example rare ones that were cut off. Shorter n-grams"
                    + " are taken from the longest ones, so all of these are needed: write the counts"
                    + " without cut-offs, or give the files of order %d and less and --order %d")
                .formatted(statedBy, k, expected[k], order, total, k, k));
      }
      if (expected[k] >= 0 && total != expected[k]) {
        throw new IllegalStateException(
            "counts of order %d sum to %d, but the text has %d: nothing is published"
                .formatted(k, total, expected[k]));
      }
    }
    return orders;
  }
}
