package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.TableWriter;

/** Puts the shards of a count store together, and checks their sums against the text. */
final class StoreTotals {
  private final int order;
  private final long[] expected; // by order; −1 where nobody says
  private String statedBy; // files whose sums are to agree; null if the text itself says
  private long sentences;

  /** Of no text yet. */
  StoreTotals(int order) {
    this.order = order;
    this.expected = new long[order + 1];
  }

  /** Of the text that is in a store. */
  static StoreTotals of(CountFacts store) {
    StoreTotals totals = new StoreTotals(store.order());
    totals.sentences = store.sentences();
    for (int k = 1; k <= store.order(); k++) {
      totals.expected[k] = store.orders().get(k - 1).total();
    }
    return totals;
  }

  /** Of what files of counts say of each order, as far as they have it. */
  static StoreTotals stated(int order, CountFiles.Outline outline, long sentences, String files) {
    StoreTotals totals = new StoreTotals(order);
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
  StoreTotals plus(SplitFacts train, int sign) {
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

  /** Takes the shards into the output, writes the unigrams, and checks all sums. */
  List<OrderFacts> write(
      OutputDirectory output, int vocabularySize, List<ShardWriter.Result> shards) {
    shards.forEach(s -> output.acceptAll(s.files()));
    List<OrderFacts> orders = new ArrayList<>();
    orders.add(writeUnigrams(output, vocabularySize, shards));
    for (int k = 2; k <= order; k++) {
      orders.add(total(k, shards));
    }
    for (int k = 1; k <= order; k++) {
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

  private static OrderFacts total(int k, List<ShardWriter.Result> shards) {
    long ngrams = 0;
    long total = 0;
    long[] adjusted = new long[OrderFacts.MOST + 1];
    long[] raw = new long[OrderFacts.MOST + 1];
    Octaves octaves = new Octaves();
    for (ShardWriter.Result s : shards) {
      total += s.totals()[k];
      octaves.add(s.octaves()[k]);
      ngrams += s.files().get(k - 2).file().rows();
      for (int j = 1; j <= OrderFacts.MOST; j++) {
        adjusted[j] += s.adjusted()[k][j];
        raw[j] += s.raw()[k][j];
      }
    }
    return new OrderFacts(ngrams, total, adjusted, raw, octaves.ngrams(), octaves.totals());
  }

  private static OrderFacts writeUnigrams(
      OutputDirectory output, int vocabularySize, List<ShardWriter.Result> shards) {
    long[] counts = new long[vocabularySize];
    long[] adjusted = new long[vocabularySize];
    for (ShardWriter.Result s : shards) {
      ByteSource in = new ByteSource(s.unigrams());
      int word = 0;
      while (in.hasMore()) {
        word += in.varint();
        counts[word] += in.varlong();
        adjusted[word] += in.varlong();
      }
    }
    long total = 0;
    long[] adjustedCounts = new long[OrderFacts.MOST + 1];
    long[] rawCounts = new long[OrderFacts.MOST + 1];
    Octaves octaves = new Octaves();
    try (TableWriter table =
        new TableWriter(
            output.worker(), output.staging(), CountTables.unigrams(), CountTables.columns(1))) {
      for (int id = 0; id < counts.length; id++) {
        table.put(0, id);
        table.put(1, counts[id]);
        table.put(2, adjusted[id]);
        table.endRow();
        total += counts[id];
        tally(adjustedCounts, adjusted[id]);
        tally(rawCounts, counts[id]);
        octaves.add(counts[id]);
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OrderFacts(
        counts.length, total, adjustedCounts, rawCounts, octaves.ngrams(), octaves.totals());
  }

  private static void tally(long[] countsOfCounts, long count) {
    if (count > 0 && count <= OrderFacts.MOST) {
      countsOfCounts[(int) count]++;
    }
  }
}
