package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.Iterator;
import java.util.function.Consumer;
import org.corpuslm.runtime.Exchange;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.TaskContext;

/**
 * Counts the ordinary shards of one task. Writes the n-grams of all contexts that are complete in
 * their shard, and sends on the parts of hot contexts and unigrams. Memory: that of {@link
 * RunMerger} and {@link AdjustedCountBuilder} for one shard, and open blocks.
 */
final class ShardCounting extends PackedBlocks implements AdjustedCountBuilder.Sink {
  private static final int BLOCK_BYTES = 1 << 17;

  private final CountExchange exchange;
  private final Iterator<Exchange.Shard> shards;
  private final CountExchange.Merger merger;
  private final Consumer<ShardWriter.Result> results;
  private final TaskContext task;
  private final Sharding sharding;
  private final ShardWriter.Result result;
  private final UnigramRanges.Packer unigrams;
  private ShardWriter writer; // of the shard being counted

  /**
   * Prepares to count.
   *
   * @param shards those of this task
   * @param results receives one result for all of them
   */
  ShardCounting(
      CountExchange exchange,
      Iterator<Exchange.Shard> shards,
      CountExchange.Merger merger,
      Consumer<ShardWriter.Result> results,
      TaskContext task) {
    super(exchange.sharding().value().hotShards(), 1, BLOCK_BYTES);
    this.exchange = exchange;
    this.shards = shards;
    this.merger = merger;
    this.results = results;
    this.task = task;
    this.sharding = exchange.sharding().value();
    this.result = ShardWriter.Result.of(exchange.order());
    this.unigrams = CountExchange.packer(sharding.hotShards(), this::send);
  }

  @Override
  protected boolean pack() throws IOException {
    if (shards.hasNext()) {
      count(shards.next());
      return true;
    }
    results.accept(result);
    return false;
  }

  private void count(Exchange.Shard shard) throws IOException {
    try (ShardWriter tables =
        new ShardWriter(exchange.order(), shard.number(), task, exchange.staging())) {
      writer = tables;
      AdjustedCountBuilder builder = new AdjustedCountBuilder(exchange.order(), this);
      merger.merge(shard.number(), shard.blocks(), builder);
      builder.finish();
      tables.finish(result);
    }
  }

  /**
   * Returns whether a context is hot. Contexts of the greatest length never are: each is completely
   * in one shard.
   */
  @Override
  public boolean isPart(int length, int[] key) {
    return length < exchange.order() - 1 && sharding.isHotContext(key, length);
  }

  @Override
  public void context(int length, int[] key, Successors next) throws IOException {
    if (length == 0) {
      for (int i = 0; i < next.size(); i++) {
        unigrams.add(next.word(i), next.count(i), next.adjusted(i));
      }
      unigrams.finish();
    } else if (isPart(length, key)) {
      int shard = sharding.hotShardOf(key[0]) - sharding.shards();
      HotContextMerger.pack(length, key, next, to(shard));
    } else {
      writer.write(length, key, next);
    }
  }
}
