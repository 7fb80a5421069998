package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.ngram.count.Sharding;

/**
 * Looks up many n-grams side by side, step by step, so that their memory accesses overlap; a single
 * look-up mostly waits for memory. Adds the same numbers in the same order as {@link
 * NgramModel.Lookup#log10}, so results are identical to the bit. Memory: about 8 bytes per n-gram
 * and order. Not thread-safe.
 */
final class LookupBatch {
  private final NgramFacts facts;
  private final Sharding sharding;
  private final ShardCache cache;
  private final double[] unigrams; // log10
  private NgramShard[] shards = new NgramShard[0]; // [look-up]
  private int[] lengths; // [look-up]: length of the context found so far, or to be tried next
  private int[][] nodes; // [context length][look-up]
  private int[] low; // [index in pending]: rows to search, from
  private int[] high; // [index in pending]: rows to search, to
  private int[] pending; // look-ups that are not finished

  @SuppressWarnings("UnusedVariable") // kept so that reading ahead is not optimized away
  private int touched;

  LookupBatch(NgramFacts facts, Sharding sharding, ShardCache cache, double[] unigrams) {
    this.facts = facts;
    this.sharding = sharding;
    this.cache = cache;
    this.unigrams = unigrams;
  }

  /**
   * Computes log10 p(word | context) of some n-grams.
   *
   * @param ids words; the i-th context is {@code ids[from[i] … to[i]−1]}
   * @param from start of each context
   * @param to end of each context; a context may be empty
   * @param words the words after the contexts
   * @param size number of n-grams
   * @param log10 receives log10 p of each
   * @param order receives the order of the n-gram that gave each value
   */
  void run(int[] ids, int[] from, int[] to, int[] words, int size, double[] log10, byte[] order) {
    reserve(size);
    int remaining = begin(ids, from, to, size);
    for (int length = 1; remaining > 0; length++) {
      remaining = extend(ids, from, to, length, remaining);
    }
    remaining = 0;
    for (int i = 0; i < size; i++) {
      double unseen = facts.unseenBackoff();
      log10[i] = unseen == 0 ? 0 : 0 + (to[i] - from[i] - lengths[i]) * unseen;
      if (lengths[i] > 0) {
        pending[remaining++] = i;
      } else {
        log10[i] += unigrams[words[i]];
        order[i] = 1;
      }
    }
    while (remaining > 0) {
      remaining = backOff(words, log10, order, remaining);
    }
    Arrays.fill(shards, 0, size, null);
  }

  private void reserve(int size) {
    if (shards.length < size) {
      int more = 2 * size;
      shards = new NgramShard[more];
      lengths = new int[more];
      nodes = new int[Math.max(2, facts.order())][more];
      low = new int[more];
      high = new int[more];
      pending = new int[more];
    }
  }

  /**
   * Finds the contexts of one word. Returns the number of look-ups that continue with longer
   * contexts.
   */
  private int begin(int[] ids, int[] from, int[] to, int size) {
    int left = 0;
    for (int i = 0; i < size; i++) {
      lengths[i] = 0;
      if (to[i] > from[i] && facts.order() > 1) {
        shards[i] = cache.get(sharding.shardOf(ids, from[i], to[i]));
        int node = shards[i].first(ids[to[i] - 1]);
        if (node >= 0) {
          nodes[1][i] = node;
          lengths[i] = 1;
          if (longest(from[i], to[i]) > 1) {
            pending[left++] = i;
          }
        }
      }
    }
    return left;
  }

  private int longest(int from, int to) {
    return Math.min(to - from, facts.order() - 1);
  }

  /**
   * Extends contexts of one length by one word. Returns the number of look-ups that continue with
   * longer contexts.
   */
  private int extend(int[] ids, int[] from, int[] to, int length, int size) {
    int[] parents = nodes[length];
    int[] found = nodes[length + 1];
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      low[p] = shards[i].firstChild(length, parents[i]);
      high[p] = shards[i].firstChild(length, parents[i] + 1);
    }
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      NgramRows contexts = shards[i].contexts(length + 1);
      touched += contexts.guess(low[p], high[p], ids[to[i] - 1 - length]);
    }
    int more = 0;
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      NgramRows contexts = shards[i].contexts(length + 1);
      int node = contexts.find(low[p], high[p], ids[to[i] - 1 - length]);
      if (node >= 0) {
        found[i] = node;
        lengths[i] = length + 1;
        if (longest(from[i], to[i]) > length + 1) {
          pending[more++] = i;
        }
      }
    }
    return more;
  }

  /**
   * Looks for the words after the longest contexts not tried yet. Returns the number of look-ups
   * that must back off further.
   */
  private int backOff(int[] words, double[] log10, byte[] order, int size) {
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      int node = nodes[lengths[i]][i];
      low[p] = shards[i].firstIndex(lengths[i], node);
      high[p] = shards[i].endIndex(lengths[i], node);
    }
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      touched += shards[i].ngrams(lengths[i]).guess(low[p], high[p], words[i]);
    }
    int more = 0;
    for (int p = 0; p < size; p++) {
      int i = pending[p];
      int length = lengths[i];
      int index = shards[i].ngrams(length).find(low[p], high[p], words[i]);
      if (index >= 0) {
        order[i] = (byte) (length + 1);
        log10[i] += shards[i].logProb(length, index);
        continue;
      }
      log10[i] += shards[i].backoff(length, nodes[length][i]);
      lengths[i] = length - 1;
      if (length > 1) {
        pending[more++] = i;
      } else {
        order[i] = 1;
        log10[i] += unigrams[words[i]];
      }
    }
    return more;
  }
}
