package org.corpuslm.evaluate;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.Models;

/**
 * A model as tasks know it.
 *
 * @param run the evaluation it belongs to
 * @param path its directory
 * @param memory bytes its parts may take in one JVM
 * @param bits of quantised values of n-gram models; 0 = exact ones
 * @param firstShard index of its first shard among the shards of all sharded models; −1 if every
 *     task opens the model itself
 * @param sameIds whether its vocabulary is that of the held-out text
 */
record ModelRef(String run, String path, long memory, int bits, int firstShard, boolean sameIds)
    implements Serializable {
  boolean sharded() {
    return firstShard >= 0;
  }

  LanguageModel open(Configuration conf) {
    return Models.open(conf, path, memory, bits);
  }
}
