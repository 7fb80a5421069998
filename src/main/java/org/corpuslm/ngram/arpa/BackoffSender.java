package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramModelTables;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TaskGroups;

/**
 * Sends the back-off weights of some shards to the shards that hold the probabilities of the same
 * words; those of single words go to a partition behind all shards. Blocks are packed: the length
 * of the n-grams, then words and value of each. Shards are read together, one length after another,
 * so that few blocks carry the weights for each of very many receivers.
 */
final class BackoffSender implements Iterator<Block> {
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int FIRST_BYTES = 1 << 6; // for each of what may be very many shards

  private final Configuration conf;
  private final Published model;
  private final int order;
  private final TaskGroups.Range shards;
  private final Sharding sharding;
  private final Deque<Block> ready = new ArrayDeque<>();
  private final ByteSink[] sinks;
  private int length = 1;
  private int shard; // that is read
  private TableReader reader;

  BackoffSender(
      Configuration conf, String path, int order, TaskGroups.Range shards, Sharding sharding) {
    this.conf = conf;
    this.model = Published.open(conf, path);
    this.order = order;
    this.shards = shards;
    this.shard = shards.from();
    this.sharding = sharding;
    this.sinks = new ByteSink[sharding.allShards() + 1];
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && length < order) {
        fill();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !ready.isEmpty();
  }

  @Override
  public Block next() {
    return ready.remove();
  }

  private void fill() throws IOException {
    if (reader == null) {
      reader = NgramModelTables.openContexts(conf, model, length, shard);
    }
    int[] words = new int[length];
    while (reader.next()) {
      for (int w = 0; w < length; w++) {
        words[w] = reader.int32(w);
      }
      int to = length == 1 ? sinks.length - 1 : sharding.storedIn(words, 0, length - 1);
      ByteSink sink = sinks[to];
      if (sink == null) {
        sink = new ByteSink(FIRST_BYTES);
        sinks[to] = sink;
      }
      if (sink.size() == 0) {
        sink.put(length);
      }
      for (int word : words) {
        sink.varint(word);
      }
      Decimals.pack(Decimals.of(reader.float64(length)), sink);
      if (sink.size() > BLOCK_BYTES) {
        ready.add(new Block(to, sink.take()));
        return;
      }
    }
    reader.close();
    reader = null;
    if (++shard < shards.to()) {
      return;
    }
    shard = shards.from();
    length++;
    for (int to = 0; to < sinks.length; to++) {
      if (sinks[to] != null && sinks[to].size() > 0) {
        ready.add(new Block(to, sinks[to].take()));
      }
    }
  }
}
