package org.corpuslm.ngram.model;

/** Loads the shards of a saved model. Thread-safe. */
interface ShardSource {
  /**
   * Loads a shard.
   *
   * @throws org.corpuslm.runtime.BadInputException if it is damaged or too large
   */
  NgramShard load(int shard);

  /** Returns an upper bound of the bytes of heap of one shard. */
  long memory(int shard);

  /** Returns the bytes of heap of all shards. */
  long memory();
}
