package org.corpuslm.ngram.arpa;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramModelTables;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TaskGroups;

/**
 * Sends the back-off weights of some shards to the shards that hold the probabilities of the same
 * words; those of single words go to a partition of their own, numbered after all shards. A block:
 * the length of its contexts, then words and weight ({@link Decimals}) of each. The shards of a
 * task are read together, one length after another, so that a receiver gets few blocks even if
 * there are thousands of receivers.
 */
final class BackoffSender extends PackedBlocks {
  private static final int BLOCK_BYTES = 1 << 18;

  private final Configuration conf;
  private final Published model;
  private final int order;
  private final TaskGroups.Range shards;
  private final Sharding sharding;
  private int length = 1;
  private int shard; // the one being read
  private TableReader reader; // its contexts of that length; null between two tables

  /**
   * Prepares to send.
   *
   * @param path directory of the model
   * @param shards those whose back-off weights this task sends
   */
  BackoffSender(
      Configuration conf, String path, int order, TaskGroups.Range shards, Sharding sharding) {
    super(sharding.allShards() + 1, 1, BLOCK_BYTES);
    this.conf = conf;
    this.model = Published.open(conf, path);
    this.order = order;
    this.shards = shards;
    this.shard = shards.from();
    this.sharding = sharding;
  }

  @Override
  protected boolean pack() throws IOException {
    if (length >= order) {
      return false;
    }
    if (reader == null) {
      reader = NgramModelTables.openContexts(conf, model, length, shard);
    }
    int[] words = new int[length];
    while (!hasFull()) {
      if (!reader.next()) {
        reader.close();
        reader = null;
        nextTable();
        return true;
      }
      for (int w = 0; w < length; w++) {
        words[w] = reader.int32(w);
      }
      int receiver =
          length == 1 ? sharding.allShards() : sharding.storedShardOf(words, 0, length - 1);
      ByteSink out = to(receiver);
      if (out.size() == 0) {
        out.put(length);
      }
      for (int word : words) {
        out.varint(word);
      }
      Decimals.pack(Decimals.of(reader.float64(length)), out);
    }
    return true;
  }

  private void nextTable() {
    if (++shard == shards.to()) {
      shard = shards.from();
      length++;
      flush(); // a block has contexts of one length
    }
  }
}
