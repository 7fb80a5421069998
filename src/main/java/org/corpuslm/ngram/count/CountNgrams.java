package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Shared;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.Worker;

/**
 * Encoded corpus to count store with one shuffle: only n-grams of the highest order travel, to the
 * shard of their last context word, where everything else about them follows without another
 * exchange. The counts do not depend on partitions, shards or cores.
 */
public final class CountNgrams {
  public static final String KIND = "counts";

  private final Cluster cluster;
  private final Corpus corpus;
  private final int order;
  private final int shards;

  public CountNgrams(Cluster cluster, Corpus corpus, CountConfig config) {
    this.cluster = cluster;
    this.corpus = corpus;
    this.order = config.order();
    SplitFacts train = corpus.facts().split("train");
    this.shards = config.shards() > 0 ? config.shards() : Sharding.defaultShards(train.tokens());
  }

  /** Counts into {@code output} and publishes it. */
  public Published run(OutputDirectory output, CountConfig config) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    Shared<Sharding> sharding = cluster.share(Sharding.of(vocabulary, shards));
    int size = vocabulary.size();
    int n = order;
    String directory = corpus.directory().path();
    Staging staging = output.staging();
    List<ShardWriter.Result> results =
        cluster.exchange(
            "count: n-grams of order 1 to " + order,
            new ArrayList<>(corpus.files("train")),
            (file, worker) ->
                SortedRuns.of(worker, directory, file, false, n, size, sharding.value()),
            shards,
            (shard, runs, worker) -> reduce(n, size, shard, runs, worker, staging));
    results.forEach(r -> output.acceptAll(r.files()));
    VocabularyFile.write(output, vocabulary);
    List<OrderFacts> orders = new ArrayList<>();
    orders.add(writeUnigrams(output, vocabulary, results));
    for (int k = 2; k <= order; k++) {
      orders.add(total(k, results));
    }
    SplitFacts train = corpus.facts().split("train");
    checkTotals(train, orders);
    CountFacts facts =
        new CountFacts(
            order,
            shards,
            train.tokens() + train.sentences(),
            train.sentences(),
            orders,
            corpus.config());
    return output.publish(KIND, config, List.of(corpus.directory().asInput()), facts);
  }

  private static ShardWriter.Result reduce(
      int order, int vocabularySize, int shard, Iterator<byte[]> runs, Worker worker, Staging to)
      throws IOException {
    try (ShardWriter writer = new ShardWriter(order, shard, worker, to)) {
      ContextTrie trie = new ContextTrie(order, vocabularySize, writer);
      new RunMerger(order, runs).run(trie::add);
      trie.finish();
      return writer.finish();
    }
  }

  private OrderFacts total(int k, List<ShardWriter.Result> results) {
    long ngrams = 0;
    long total = 0;
    long[] adjusted = new long[OrderFacts.MOST + 1];
    long[] raw = new long[OrderFacts.MOST + 1];
    for (ShardWriter.Result r : results) {
      total += r.totals()[k];
      ngrams += r.files().get(k - 2).file().rows();
      for (int j = 1; j <= OrderFacts.MOST; j++) {
        adjusted[j] += r.adjusted()[k][j];
        raw[j] += r.raw()[k][j];
      }
    }
    return new OrderFacts(ngrams, total, adjusted, raw);
  }

  private static OrderFacts writeUnigrams(
      OutputDirectory output, Vocabulary vocabulary, List<ShardWriter.Result> results) {
    long[] counts = new long[vocabulary.size()];
    long[] adjusted = new long[vocabulary.size()];
    for (ShardWriter.Result r : results) {
      ByteSource in = new ByteSource(r.unigrams());
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
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new OrderFacts(counts.length, total, adjustedCounts, rawCounts);
  }

  private static void tally(long[] countsOfCounts, long count) {
    if (count > 0 && count <= OrderFacts.MOST) {
      countsOfCounts[(int) count]++;
    }
  }

  /**
   * A sentence of m words has m+1 unigrams ({@code </s>} included) and m+3−k n-grams of order k ≥ 2
   * that begin at {@code <s>} or later, if that is above 0.
   */
  private static void checkTotals(SplitFacts train, List<OrderFacts> orders) {
    for (int k = 1; k <= orders.size(); k++) {
      long expected = train.tokens() + train.sentences();
      if (k >= 2) {
        expected = train.tokens() + (3L - k) * train.sentences();
        for (int m = 0; m < k - 3; m++) {
          expected += (k - 3L - m) * train.shortSentences()[m];
        }
      }
      if (orders.get(k - 1).total() != expected) {
        throw new IllegalStateException(
            "counts of order %d sum to %d, but the corpus has %d: nothing is published"
                .formatted(k, orders.get(k - 1).total(), expected));
      }
    }
  }
}
