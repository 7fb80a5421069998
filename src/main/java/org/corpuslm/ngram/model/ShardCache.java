package org.corpuslm.ngram.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.Published;

/**
 * The shards of a model that are in memory: loaded when first asked for, the one not used for
 * longest given up when the limit is reached. Thread-safe.
 */
final class ShardCache {
  private final Configuration conf;
  private final Published model;
  private final int order;
  private final Sharding sharding;
  private final long limit;
  private final Map<Integer, NgramShard> held = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  ShardCache(Configuration conf, Published model, int order, Sharding sharding, long limit) {
    this.conf = conf;
    this.model = model;
    this.order = order;
    this.sharding = sharding;
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
      found = NgramShard.load(conf, model, order, shard, sharding);
      held.put(shard, found);
      used += bytes;
    }
    return found;
  }

  /** Bytes that one shard takes in memory, if it shares all of the common one. */
  static long memory(Published model, int order, int shard) {
    long ngrams = 0;
    long contexts = 0;
    for (int k = 2; k <= order; k++) {
      ngrams += model.only(NgramTables.ngramDirectory(k, shard)).rows();
      contexts += model.only(NgramTables.contextDirectory(k - 1, shard)).rows();
      if (NgramTables.hasCommonShard(model)) {
        ngrams += NgramTables.commonNgrams(model, k).rows();
        contexts += NgramTables.commonContexts(model, k - 1).rows();
      }
    }
    return NgramShard.memory(ngrams, contexts);
  }
}
