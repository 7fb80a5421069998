package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunFigures;
import org.corpuslm.runtime.Shared;
import org.corpuslm.runtime.Staging;
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
    SplitFacts text = corpus.facts().split("train");
    CountDemand.of(order, shards, text.tokens() + text.sentences())
        .check(cluster.memory().beside(MemoryBudget.vocabulary(vocabulary.size(), 0)));
    Sharding split = Sharding.split(vocabulary, shards);
    Shared<Sharding> sharding = cluster.share(split);
    int size = vocabulary.size();
    int n = order;
    String directory = corpus.directory().path();
    Staging staging = output.staging();
    List<ShardWriter.Result> results =
        cluster.exchange(
            "count: n-grams of order 1 to " + order,
            new ArrayList<>(corpus.files("train")),
            (file, worker) ->
                SortedRuns.of(
                    worker, directory, file, false, CorpusIds.same(), n, size, sharding.value()),
            shards,
            (shard, runs, worker) -> reduce(n, sharding.value(), shard, runs, worker, staging));
    results = CommonShard.join(results, order, split, output);
    StoreTotals totals = new StoreTotals(order).plus(corpus.facts().split("train"), 1);
    CountFacts facts =
        new CountFacts(
            order,
            shards,
            totals.tokens(),
            totals.sentences(),
            totals.write(output, size, results),
            corpus.config(),
            List.of(CountFacts.Part.of(corpus, 0)));
    cluster.figures().add(RunFigures.Figure.TOKENS_COUNTED, totals.tokens());
    VocabularyFile.write(output, vocabulary);
    split.write(output);
    return output.publish(KIND, config, List.of(corpus.directory().asInput()), facts);
  }

  static ShardWriter.Result reduce(
      int order, Sharding sharding, int shard, Iterator<byte[]> runs, Worker worker, Staging to)
      throws IOException {
    try (ShardWriter writer = new ShardWriter(order, shard, sharding, worker, to)) {
      ContextTrie trie = new ContextTrie(order, writer);
      new RunMerger(order, runs).run(trie::add);
      trie.finish();
      return writer.finish();
    }
  }
}
