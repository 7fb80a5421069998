package org.corpuslm.ngram.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;

/**
 * The shards of a model that are in memory: loaded when first asked for, the one not used for
 * longest given up when the limit is reached. Thread-safe.
 */
final class ShardCache {
  private final Configuration conf;
  private final Published model;
  private final int order;
  private final long limit;
  private final Map<Integer, NgramShard> held = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  ShardCache(Configuration conf, Published model, int order, long limit) {
    this.conf = conf;
    this.model = model;
    this.order = order;
    this.limit = limit;
  }

  synchronized NgramShard get(int shard) {
    NgramShard found = held.get(shard);
    if (found == null) {
      long bytes = memory(model, order, shard);
      var oldest = held.keySet().iterator();
      while (used + bytes > limit && oldest.hasNext()) {
        int old = oldest.next();
        oldest.remove();
        used -= memory(model, order, old);
      }
      found = NgramShard.load(conf, model, order, shard);
      held.put(shard, found);
      used += bytes;
    }
    return found;
  }

  /** Bytes that one shard takes in memory. */
  static long memory(Published model, int order, int shard) {
    long ngrams = 0;
    long contexts = 0;
    for (int k = 2; k <= order; k++) {
      ngrams += model.only(NgramTables.ngramDirectory(k, shard)).rows();
      contexts += model.only(NgramTables.contextDirectory(k - 1, shard)).rows();
    }
    return NgramShard.memory(ngrams, contexts);
  }
}
