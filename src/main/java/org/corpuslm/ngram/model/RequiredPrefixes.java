package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Tells the shards which of their n-grams must stay because a longer one that begins with them
 * does: w1 w2 … wm−1, w1 w2 … wm−2 and so on of every w1 … wm whose loss is large enough. One row
 * for each: its order, then its key.
 */
final class RequiredPrefixes extends PackedBlocks {
  private final Configuration conf;
  private final Published model;
  private final Published losses;
  private final int shard;
  private final Sharding sharding;
  private final double threshold;
  private int order;

  RequiredPrefixes(
      Configuration conf,
      String path,
      String losses,
      int order,
      int shard,
      Sharding sharding,
      double threshold) {
    super(sharding.shards());
    this.conf = conf;
    this.model = Published.open(conf, path, NgramModel.KIND);
    this.losses = Published.open(conf, losses, PruningCostTables.KIND);
    this.order = order;
    this.shard = shard;
    this.sharding = sharding;
    this.threshold = threshold;
  }

  @Override
  protected boolean pack() throws IOException {
    if (order < 3) {
      return false;
    }
    try (TableReader loss = PruningCostTables.open(conf, losses, order, shard);
        ContextReader contexts =
            ContextReader.ofModel(NgramModelTables.openNgrams(conf, model, order, shard), order)) {
      while (contexts.next()) {
        boolean kept = false;
        for (int i = 0; i < contexts.size(); i++) {
          kept |= PruningCostTables.next(loss) >= threshold;
        }
        if (kept) {
          keep(contexts.key());
        }
      }
    }
    order--;
    return true;
  }

  /**
   * Sends a context that is needed, as an n-gram, and its beginnings.
   *
   * @param context the last word first
   */
  private void keep(int[] context) {
    for (int k = context.length; k >= 2; k--) {
      int[] key = new int[k];
      int last = context.length - k;
      System.arraycopy(context, last + 1, key, 0, k - 1);
      key[k - 1] = context[last];
      var out = to(sharding.shardOf(key, k - 1));
      out.put(k);
      NgramColumns.pack(key, k, 0, out);
    }
  }
}
