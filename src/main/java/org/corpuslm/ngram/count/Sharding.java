package org.corpuslm.ngram.count;

import java.util.PriorityQueue;
import org.corpuslm.corpus.Vocabulary;

/**
 * Which shard an n-gram lives in: that of the last word of its context. Words are packed into
 * shards by their frequency, the most frequent first, always into the lightest shard; so the
 * mapping follows from the vocabulary and the number of shards alone.
 */
public final class Sharding {
  private static final long TOKENS_PER_SHARD = 1_000_000;
  private static final int MOST_SHARDS = 4096;

  private final int shards;
  private final int[] shardOf;

  private Sharding(int shards, int[] shardOf) {
    this.shards = shards;
    this.shardOf = shardOf;
  }

  private record Load(int shard, long tokens) {}

  /** Packs the words of a vocabulary into {@code shards} shards. */
  public static Sharding of(Vocabulary vocabulary, int shards) {
    PriorityQueue<Load> lightest =
        new PriorityQueue<>(
            (a, b) ->
                a.tokens != b.tokens
                    ? Long.compare(a.tokens, b.tokens)
                    : Integer.compare(a.shard, b.shard));
    for (int s = 0; s < shards; s++) {
      lightest.add(new Load(s, 0));
    }
    int[] shardOf = new int[vocabulary.size()];
    // Ids fall by frequency but for the special ones; <s> is a context as often as any word.
    for (int id = 0; id < shardOf.length; id++) {
      Load load = lightest.remove();
      shardOf[id] = load.shard;
      long weight = id == Vocabulary.EOS ? 0 : vocabulary.count(id);
      lightest.add(new Load(load.shard, load.tokens + weight));
    }
    return new Sharding(shards, shardOf);
  }

  /** A sensible number of shards; follows from the size of the corpus alone. */
  public static int defaultShards(long tokens) {
    return (int) Math.max(2, Math.min(MOST_SHARDS, (tokens - 1) / TOKENS_PER_SHARD + 1));
  }

  public int shards() {
    return shards;
  }

  /** The shard of every n-gram whose context ends in this word. */
  public int of(int lastContextWord) {
    return shardOf[lastContextWord];
  }
}
