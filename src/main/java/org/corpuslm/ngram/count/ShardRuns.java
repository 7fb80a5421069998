package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.runtime.Block;

/** Sorted n-grams, packed into one run for every shard that gets any ({@link RunWriter}). */
final class ShardRuns {
  private final int order;
  private final Sharding sharding;
  private final int runBytes;
  private final RunWriter[] runs; // by shard; null before its first n-gram

  /**
   * Starts without n-grams.
   *
   * @param runBytes bytes to reserve for a run, about its final size
   */
  ShardRuns(int order, Sharding sharding, int runBytes) {
    this.order = order;
    this.sharding = sharding;
    this.runBytes = runBytes;
    this.runs = new RunWriter[sharding.shards()];
  }

  /**
   * Appends an n-gram of the highest order to the run of its shard; keys are added in order, each
   * once.
   */
  void add(int[] key, long count) {
    int shard = sharding.shardOf(key, order - 1);
    if (runs[shard] == null) {
      runs[shard] = new RunWriter(order, runBytes);
    }
    runs[shard].add(key, count);
  }

  /** Returns the runs, in the order of the shards. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int shard = 0; shard < runs.length; shard++) {
      if (runs[shard] != null) {
        blocks.add(new Block(shard, runs[shard].take()));
      }
    }
    return blocks;
  }
}
