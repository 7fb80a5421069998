package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Exchange;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;
import org.corpuslm.runtime.TaskGroups;

/**
 * The reduce side of counting, a chain of three exchanges. First, ordinary shards derive their
 * tables ({@link ShardCounting}) and send on their parts of hot contexts and unigrams. Second,
 * tasks add up the hot contexts. Third, tasks add up ranges of unigrams, including the left
 * neighbors that follow from complete hot contexts. The driver receives only file names and sums.
 *
 * @param order length of the longest n-grams
 * @param vocabularySize number of words of the store that is written
 * @param sharding sharding of that store
 * @param staging staging directory of the tables
 */
record CountExchange(
    int order, int vocabularySize, BroadcastHandle<Sharding> sharding, Staging staging)
    implements Serializable {

  /** Merges the n-grams of the highest order of one shard and passes them to a builder. */
  interface Merger {
    /**
     * Merges one shard.
     *
     * @param runs the packed runs that were sent to the shard
     */
    void merge(int shard, Iterator<byte[]> runs, AdjustedCountBuilder builder) throws IOException;
  }

  /** Opens the merger of a task. */
  interface Mergers extends Serializable {
    Merger open(TaskContext task) throws IOException;
  }

  /** Returns mergers that take the n-grams of a shard only from the runs sent to it. */
  static Mergers ofRuns(int order) {
    return task -> (shard, runs, builder) -> new RunMerger(order, runs).run(builder::add);
  }

  /**
   * Runs the three exchanges and returns the written tables with their sums.
   *
   * @param runs sorted runs, sent to their shards
   * @param tasks the ordinary shards by task
   * @param mergers merges the runs of a shard, for example with stored tables
   */
  List<ShardWriter.Result> run(
      Exchange<ShardWriter.Result> runs, TaskGroups tasks, Mergers mergers) {
    int hotShards = sharding.value().hotShards();
    int ranges = new UnigramRanges(vocabularySize).size();
    return runs.then(
            tasks,
            (shards, results, task) ->
                new ShardCounting(this, shards, mergers.open(task), results, task))
        .then(
            TaskGroups.each(hotShards + ranges),
            (shards, results, task) -> {
              List<Block> blocks = new ArrayList<>();
              while (shards.hasNext()) {
                Exchange.Shard shard = shards.next();
                if (shard.number() < hotShards) {
                  ShardWriter.Result result = ShardWriter.Result.of(order);
                  mergeHot(shard, blocks, result, task);
                  results.accept(result);
                } else {
                  sums(shard.number() - hotShards, shard).pack(packer(0, blocks::add));
                }
              }
              return blocks.iterator();
            })
        .then(
            TaskGroups.each(ranges),
            (shards, results, task) -> {
              while (shards.hasNext()) {
                Exchange.Shard shard = shards.next();
                ShardWriter.Result result = ShardWriter.Result.of(order);
                sums(shard.number(), shard).write(task, staging, result);
                results.accept(result);
              }
              return List.<Block>of().iterator();
            })
        .collect();
  }

  private void mergeHot(
      Exchange.Shard shard, List<Block> blocks, ShardWriter.Result result, TaskContext task)
      throws IOException {
    int number = sharding.value().shards() + shard.number();
    try (ShardWriter writer = new ShardWriter(order, number, task, staging)) {
      HotContextMerger merger = new HotContextMerger(order);
      merger.add(shard.blocks());
      merger.write(writer, packer(0, blocks::add));
      writer.finish(result);
    }
  }

  private UnigramRanges.Sums sums(int range, Exchange.Shard shard) {
    return new UnigramRanges(vocabularySize).new Sums(range).add(shard.blocks());
  }

  /**
   * Returns a packer of unigrams.
   *
   * @param first partition of the first range of word ids
   * @param blocks receives the packed blocks
   */
  static UnigramRanges.Packer packer(int first, Consumer<Block> blocks) {
    return new UnigramRanges.Packer(
        (range, bytes) -> blocks.accept(new Block(first + range, bytes)));
  }
}
