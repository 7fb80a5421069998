package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.OutputDirectory;

/** Puts the shards of a count store together, and checks their sums against the text. */
final class StoreStats {
  private final int order;
  private final long[] expected; // by order; −1 where nobody says
  private String statedBy; // files whose sums are to agree; null if the text itself says
  private long sentences;

  /** Of no text yet. */
  StoreStats(int order) {
    this.order = order;
    this.expected = new long[order + 1];
  }

  /** Of the text that is in a store. */
  static StoreStats of(CountFacts store) {
    StoreStats totals = new StoreStats(store.order());
    totals.sentences = store.sentences();
    for (int k = 1; k <= store.order(); k++) {
      totals.expected[k] = store.orders().get(k - 1).total();
    }
    return totals;
  }

  /** Of what files of counts say of each order, as far as they have it. */
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
   * Adds a text ({@code sign} 1) or takes it away (−1). A sentence of m words has m+1 unigrams
   * ({@code </s>} included) and m+3−k n-grams of order k ≥ 2 that begin at {@code <s>} or later, if
   * that is above 0.
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

  /** Tokens of the text, one {@code </s>} per sentence included. */
  long tokens() {
    return expected[1];
  }

  long sentences() {
    return sentences;
  }

  /** Takes what tasks have written into the output, and checks all sums. */
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
