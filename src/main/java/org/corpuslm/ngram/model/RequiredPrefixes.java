package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Sends the prefixes that must stay to their shards: for every n-gram w1 … wm whose cost reaches
 * the threshold, w1 … wm−1, w1 … wm−2 and so on, so that no n-gram loses its context. A row: order,
 * then key.
 */
final class RequiredPrefixes extends PackedBlocks {
  private final Configuration conf;
  private final Published model;
  private final Published costs;
  private final int shard;
  private final Sharding sharding;
  private final double threshold;
  private int order;

  /**
   * Prepares to send the required prefixes of one shard.
   *
   * @param path directory of the model
   * @param costs directory of the cost tables
   * @param order order of the model
   * @param threshold smallest cost that keeps an n-gram
   */
  RequiredPrefixes(
      Configuration conf,
      String path,
      String costs,
      int order,
      int shard,
      Sharding sharding,
      double threshold) {
    super(sharding.shards());
    this.conf = conf;
    this.model = Published.open(conf, path, NgramModel.KIND);
    this.costs = Published.open(conf, costs, PruningCostTables.KIND);
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
    try (TableReader cost = PruningCostTables.open(conf, costs, order, shard);
        ContextReader contexts =
            ContextReader.ofModel(NgramModelTables.openNgrams(conf, model, order, shard), order)) {
      while (contexts.next()) {
        boolean kept = false;
        for (int i = 0; i < contexts.size(); i++) {
          kept |= PruningCostTables.next(cost) >= threshold;
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
   * Sends a required context, as an n-gram, and its own prefixes.
   *
   * @param context the context, the last word first
   */
  private void keep(int[] context) {
    for (int k = context.length; k >= 2; k--) {
      int[] key = new int[k];
      int last = context.length - k;
      System.arraycopy(context, last + 1, key, 0, k - 1);
      key[k - 1] = context[last];
      ByteSink out = to(sharding.shardOf(key, k - 1));
      out.put(k);
      NgramColumns.pack(key, k, 0, out);
    }
  }
}
