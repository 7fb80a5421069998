package org.corpuslm.evaluate;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;

/**
 * A model as tasks know it.
 *
 * @param path its directory
 * @param fingerprint of the directory's content
 * @param memory bytes its parts may take in one JVM
 * @param bits of quantized values of n-gram models; 0 = exact ones
 * @param bytes that it takes in one JVM once it is loaded
 * @param firstShard index of its first shard among the shards of all sharded models; −1 if every
 *     task opens the model itself
 * @param sameIds whether its vocabulary is that of the held-out text
 */
record ModelHandle(
    String path,
    String fingerprint,
    long memory,
    int bits,
    long bytes,
    int firstShard,
    boolean sameIds)
    implements Serializable {
  boolean sharded() {
    return firstShard >= 0;
  }

  /** Names what {@link #open} gives, by content. */
  String key() {
    return "model %s %s, %d bits, %s"
        .formatted(path, fingerprint, bits, sharded() ? "sharded" : "replicated");
  }

  LanguageModel open(Configuration conf) {
    if (!Published.open(conf, path).manifest().fingerprint().equals(fingerprint)) {
      throw new BadInputException(
          path + " was replaced while it was being read; run the command again");
    }
    return Models.open(conf, path, memory, bits);
  }
}
