package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.RunMetrics;

/**
 * Counts the n-grams of an encoded corpus. Map tasks sort the n-grams of the highest order and send
 * only those, each to the shard of its last context word; the shorter n-grams and the adjusted
 * counts follow there ({@link CountExchange}). The counts do not depend on the number of
 * partitions, shards or cores.
 */
public final class CountNgrams {
  /** Kind of the directory of a count store. */
  public static final String KIND = "counts";

  private final Cluster cluster;
  private final Corpus corpus;
  private final int order;
  private final int shards;
  private final long splitAbove;

  /** Prepares to count; {@code config} gives order and sharding. */
  public CountNgrams(Cluster cluster, Corpus corpus, CountConfig config) {
    this.cluster = cluster;
    this.corpus = corpus;
    this.order = config.order();
    SplitFacts train = corpus.facts().split("train");
    this.shards = config.shards() > 0 ? config.shards() : ShardLimits.defaultShards(train.tokens());
    this.splitAbove = config.splitAbove();
  }

  /**
   * Counts into {@code output} and publishes the count store.
   *
   * @param config options to record in the manifest
   * @throws BadInputException if the counts would not fit into the memory
   */
  public Published run(OutputDirectory output, CountConfig config) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    SplitFacts train = corpus.facts().split("train");
    long tokens = train.tokens() + train.sentences();
    CountDemand.of(order, shards, tokens)
        .check(cluster.memory().beside(MemoryBudget.vocabulary(vocabulary.size(), 0)));
    Sharding split = WordPacking.pack(vocabulary, shards, splitAbove);
    List<ShardWriter.Result> results;
    try (BroadcastHandle<Sharding> sharding = cluster.broadcast(split)) {
      int size = vocabulary.size();
      int n = order;
      String directory = corpus.directory().path();
      results =
          new CountExchange(order, size, sharding, output.staging())
              .run(
                  cluster.exchange(
                      "count: n-grams of order 1 to " + order,
                      new ArrayList<>(corpus.files("train")),
                      (file, task) ->
                          SortedRuns.of(
                              task,
                              directory,
                              file,
                              false,
                              CorpusIds.same(),
                              n,
                              size,
                              sharding.value())),
                  split.tasks(tokens, cluster.slots()),
                  CountExchange.ofRuns(order));
    }
    StoreStats totals = new StoreStats(order).plus(train, 1);
    CountFacts facts =
        new CountFacts(
            order,
            shards,
            splitAbove,
            totals.tokens(),
            totals.sentences(),
            totals.accept(output, results),
            corpus.text(),
            corpus.config().origin(),
            List.of(CountFacts.Part.of(corpus, 0)));
    cluster.figures().add(RunMetrics.Figure.TOKENS_COUNTED, (double) totals.tokens());
    VocabularyFile.write(output, vocabulary);
    split.write(output);
    return output.publish(KIND, config, List.of(corpus.directory().asInput()), facts);
  }
}
