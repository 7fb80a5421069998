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
 * The reduce side of counting, in three stages: ordinary shards ({@link ShardCounting}); what those
 * have parts of, which are hot contexts and ranges of unigrams; and the unigrams with the left
 * neighbors that follow from whole hot contexts. The driver receives files and sums alone.
 *
 * @param order of the longest n-grams
 * @param vocabularySize of the store that is written
 * @param sharding of that store
 * @param staging where tables are written
 */
record CountExchange(
    int order, int vocabularySize, BroadcastHandle<Sharding> sharding, Staging staging)
    implements Serializable {

  /** Merges the n-grams of the highest order of one shard and hands them on. */
  interface Merger {
    void merge(int shard, Iterator<byte[]> runs, AdjustedCountBuilder trie) throws IOException;
  }

  /** Opens what a task needs to merge its shards. */
  interface Mergers extends Serializable {
    Merger open(TaskContext task) throws IOException;
  }

  /** Takes the n-grams of a shard from the runs that are sent to it, and from nowhere else. */
  static Mergers ofRuns(int order) {
    return task -> (shard, runs, trie) -> new RunMerger(order, runs).run(trie::add);
  }

  /**
   * Counts.
   *
   * @param runs sorted runs, sent to their shards
   * @param tasks the ordinary shards by task
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

  /** Packs unigrams for the partitions from {@code first} on. */
  static UnigramRanges.Packer packer(int first, Consumer<Block> blocks) {
    return new UnigramRanges.Packer(
        (range, bytes) -> blocks.accept(new Block(first + range, bytes)));
  }
}
