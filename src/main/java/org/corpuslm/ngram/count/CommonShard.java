package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.corpuslm.ngram.count.ShardWriter.ContextPart;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.OutputDirectory;

/**
 * One shard more, with the contexts that several shards have n-grams of ({@link Sharding#splits}):
 * puts their parts together. They are few: those that consist of very frequent words. Memory: their
 * packed next words.
 */
final class CommonShard {
  private final int order;
  private final NextWords next;
  private final List<TreeMap<int[], List<byte[]>>> parts = new ArrayList<>(); // by length

  private CommonShard(int order) {
    this.order = order;
    this.next = new NextWords();
    for (int length = 0; length < order; length++) {
      parts.add(new TreeMap<>(Arrays::compare));
    }
  }

  /** The shards, and this one behind them if the sharding needs it. */
  static List<ShardWriter.Result> join(
      List<ShardWriter.Result> shards, int order, Sharding sharding, OutputDirectory output) {
    if (order < 3 || !sharding.splitsAny()) {
      return shards;
    }
    CommonShard common = new CommonShard(order);
    for (ShardWriter.Result shard : shards) {
      for (ContextPart part : shard.parts()) {
        common.add(part.key(), part.next());
      }
    }
    List<ShardWriter.Result> all = new ArrayList<>(shards);
    try (ShardWriter writer =
        new ShardWriter(order, sharding.shards(), null, output.worker(), output.staging())) {
      common.write(writer);
      all.add(writer.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private void add(int[] key, byte[] words) {
    parts.get(key.length).computeIfAbsent(key, k -> new ArrayList<>()).add(words);
  }

  /** From long to short: every context that is whole is one more left neighbour of its words. */
  private void write(ShardWriter writer) throws IOException {
    for (int length = order - 1; length >= 0; length--) {
      for (var context : parts.get(length).entrySet()) {
        for (byte[] part : context.getValue()) {
          unpack(part);
        }
        int[] key = context.getKey();
        writer.context(length, key, next.sorted());
        if (length > 0) {
          add(Arrays.copyOf(key, length - 1), ShardWriter.packLeft(next));
        }
        next.clear();
      }
    }
  }

  private void unpack(byte[] part) {
    ByteSource in = new ByteSource(part);
    int word = 0;
    while (in.hasMore()) {
      word += in.varint();
      next.add(word, in.varlong(), in.varlong());
    }
  }
}
