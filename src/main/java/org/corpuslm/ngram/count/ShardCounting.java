package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Exchange;
import org.corpuslm.runtime.TaskContext;

/**
 * Counts the ordinary shards of one task: writes the n-grams of all contexts that are whole in
 * their shard, and sends on its parts of hot contexts and of the unigrams.
 */
final class ShardCounting implements Iterator<Block>, AdjustedCountBuilder.Sink {
  private static final int BLOCK_BYTES = 1 << 17;

  private final CountExchange exchange;
  private final Iterator<Exchange.Shard> shards;
  private final CountExchange.Merger merger;
  private final Consumer<ShardWriter.Result> results;
  private final TaskContext task;
  private final Sharding sharding;
  private final ShardWriter.Result result;
  private final ByteSink[] hot; // by hot-context shard
  private final List<Block> ready = new ArrayList<>();
  private final UnigramRanges.Packer unigrams;
  private ShardWriter writer;
  private boolean ended;

  ShardCounting(
      CountExchange exchange,
      Iterator<Exchange.Shard> shards,
      CountExchange.Merger merger,
      Consumer<ShardWriter.Result> results,
      TaskContext task) {
    this.exchange = exchange;
    this.shards = shards;
    this.merger = merger;
    this.results = results;
    this.task = task;
    this.sharding = exchange.sharding().value();
    this.result = ShardWriter.Result.of(exchange.order());
    this.hot = new ByteSink[sharding.hotShards()];
    this.unigrams = CountExchange.packer(hot.length, ready);
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && shards.hasNext()) {
        count(shards.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      for (int shard = 0; shard < hot.length; shard++) {
        send(shard);
      }
      results.accept(result);
    }
    return !ready.isEmpty();
  }

  @Override
  public Block next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove(ready.size() - 1);
  }

  private void count(Exchange.Shard shard) throws IOException {
    try (ShardWriter tables =
        new ShardWriter(exchange.order(), shard.number(), task, exchange.staging())) {
      writer = tables;
      AdjustedCountBuilder trie = new AdjustedCountBuilder(exchange.order(), this);
      merger.merge(shard.number(), shard.blocks(), trie);
      trie.finish();
      tables.finish(result);
    }
  }

  /** The longest contexts are never hot: only their next words would be left to tell apart. */
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
      if (hot[shard] == null) {
        hot[shard] = new ByteSink(1 << 12);
      }
      HotContextMerger.pack(length, key, next, hot[shard]);
      if (hot[shard].size() > BLOCK_BYTES) {
        send(shard);
      }
    } else {
      writer.write(length, key, next);
    }
  }

  private void send(int shard) {
    if (hot[shard] != null && hot[shard].size() > 0) {
      ready.add(new Block(shard, hot[shard].take()));
    }
  }
}
