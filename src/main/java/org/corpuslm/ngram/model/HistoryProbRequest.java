package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Asks other shards for the factors of the probabilities of a shard's contexts: p(w1 … wm) = p(w1)
 * p(w2|w1) … p(wm|w1 … wm−1), where each factor except the first is in the shard of its own
 * context. A request: requesting shard, length of the context and index of the factor (one byte
 * each), row of the context in its table, words w1 … wi.
 */
final class HistoryProbRequest extends PackedBlocks {
  /** Contexts per call of {@link #pack}; at high orders, each of them has many requests. */
  private static final int ROWS = 1 << 12;

  private final Configuration conf;
  private final Published model;
  private final int order;
  private final int shard;
  private final Sharding sharding;
  private final int[] words;
  private int length = 2;
  private TableReader table; // of the contexts of that length; null between two
  private int row;

  /**
   * Prepares the requests of one shard.
   *
   * @param path directory of the model
   */
  HistoryProbRequest(Configuration conf, String path, int order, int shard, Sharding sharding) {
    super(sharding.shards());
    this.conf = conf;
    this.model = Published.open(conf, path, NgramModel.KIND);
    this.order = order;
    this.shard = shard;
    this.sharding = sharding;
    this.words = new int[order];
  }

  @Override
  protected boolean pack() throws IOException {
    if (length >= order) {
      return false;
    }
    if (table == null) {
      table = NgramModelTables.openContexts(conf, model, length, shard);
      row = 0;
    }
    for (int end = row + ROWS; row < end; row++) {
      if (!table.next()) {
        table.close();
        table = null;
        length++;
        return true;
      }
      request();
    }
    return true;
  }

  private void request() {
    for (int w = 0; w < length; w++) {
      words[w] = table.int32(w);
    }
    for (int factor = 2; factor <= length; factor++) {
      ByteSink out = to(sharding.shardOf(words, 0, factor - 1));
      out.varint(shard);
      out.put(length);
      out.put(factor);
      out.varint(row);
      for (int w = 0; w < factor; w++) {
        out.varint(words[w]);
      }
    }
  }
}
