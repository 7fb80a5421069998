package org.corpuslm.evaluate;

import java.io.Serializable;

/**
 * A model as tasks know it.
 *
 * @param run the evaluation it belongs to
 * @param path its directory
 * @param memory bytes its parts may take in one JVM
 * @param firstShard index of its first shard among the shards of all sharded models; −1 if every
 *     task opens the model itself
 * @param sameIds whether its vocabulary is that of the held-out text
 */
record ModelRef(String run, String path, long memory, int firstShard, boolean sameIds)
    implements Serializable {
  boolean sharded() {
    return firstShard >= 0;
  }
}
