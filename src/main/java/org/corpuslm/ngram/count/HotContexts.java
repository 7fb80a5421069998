package org.corpuslm.ngram.count;

import java.util.Map;

/**
 * The hot contexts that one shard needs: those that its own contexts back off to. Immutable and
 * thread-safe.
 */
public final class HotContexts {
  private final Sharding sharding;
  private final Map<Integer, int[]> pieces; // the shard's pieces by word, rising

  /**
   * Describes the pieces of a shard.
   *
   * @param pieces the shard's pieces of hot words, by word, ascending
   */
  HotContexts(Sharding sharding, Map<Integer, int[]> pieces) {
    this.sharding = sharding;
    this.pieces = pieces;
  }

  /** Returns the hot-context shards that hold these contexts, ascending. */
  public int[] shards() {
    return pieces.keySet().stream().mapToInt(sharding::hotShardOf).sorted().distinct().toArray();
  }

  /**
   * Returns whether the shard needs a hot context.
   *
   * @param key the context, the last word first
   */
  public boolean needs(int[] key) {
    int[] here = pieces.get(key[0]);
    return here != null && sharding.windowContains(here, key, key.length);
  }
}
