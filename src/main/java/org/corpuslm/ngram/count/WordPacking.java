package org.corpuslm.ngram.count;

import java.util.Arrays;
import java.util.PriorityQueue;
import org.corpuslm.corpus.Vocabulary;

/**
 * Packs words into shards: the most frequent word first, always into the shard with the fewest
 * tokens; hot words in pieces. The result is a {@link Sharding}.
 */
final class WordPacking {
  /** A hot word has about this many pieces per shard that it would fill. */
  private static final int PIECES_PER_SHARD = 4;

  /** A word is hot if it fills more than this share of a shard. */
  private static final double MIN_SPLIT = 0.5;

  /** There are at least this many ordinary shards per hot-context shard. */
  private static final int SHARDS_PER_HOT = 4;

  private WordPacking() {}

  /** A shard and its tokens. */
  private record Load(int shard, double tokens) {}

  /**
   * Packs the words of a vocabulary.
   *
   * @param shards number of ordinary shards
   * @param splitAbove tokens above which a word is hot
   */
  static Sharding pack(Vocabulary vocabulary, int shards, long splitAbove) {
    Sharding empty =
        new Sharding(shards, new int[1], new int[0], new int[0], new double[0], vocabulary);
    return grow(empty, vocabulary, new int[0], splitAbove);
  }

  /**
   * Returns the mapping after the vocabulary has changed: words that stay keep their shards, and
   * new words are packed beside them.
   *
   * @param kept previous ids of the words that stay, in the order of their new ids
   * @param splitAbove tokens above which a new word is hot
   */
  static Sharding grow(Sharding before, Vocabulary vocabulary, int[] kept, long splitAbove) {
    int shards = before.shards();
    int size = vocabulary.size();
    double total = tokens(vocabulary);
    double unit = Math.max(total / shards, splitAbove / MIN_SPLIT);
    int[] starts = new int[size + 1];
    int[] hot = new int[size];
    double[] shares = new double[size];
    for (int id = 0; id < size; id++) {
      double fills = tokens(vocabulary, id) / unit;
      boolean splits = shards > 1 && fills > MIN_SPLIT;
      int pieces = splits ? (int) Math.ceil(fills * PIECES_PER_SHARD) : 1;
      hot[id] = splits ? 0 : -1;
      shares[id] = splits ? tokens(vocabulary, id) / total : 0;
      if (id < kept.length) {
        pieces = before.pieces(kept[id]);
        hot[id] = before.hotShard[kept[id]];
        shares[id] = before.share[kept[id]];
      }
      starts[id + 1] = starts[id] + pieces;
    }
    placeHot(before, hot, shares, kept.length);
    int[] after = new int[starts[size]];
    double[] loads = new double[shards];
    for (int id = 0; id < kept.length; id++) {
      for (int p = starts[id]; p < starts[id + 1]; p++) {
        after[p] = before.shardOf[before.first[kept[id]] + p - starts[id]];
        loads[after[p]] += tokens(vocabulary, id) / before.pieces(kept[id]);
      }
    }
    PriorityQueue<Load> lightest =
        new PriorityQueue<>(
            (a, b) ->
                a.tokens != b.tokens
                    ? Double.compare(a.tokens, b.tokens)
                    : Integer.compare(a.shard, b.shard));
    for (int s = 0; s < shards; s++) {
      lightest.add(new Load(s, loads[s]));
    }
    // New words are sorted by frequency, except for the special words.
    for (int id = kept.length; id < size; id++) {
      for (int p = starts[id]; p < starts[id + 1]; p++) {
        Load load = lightest.remove();
        after[p] = load.shard;
        double tokens = tokens(vocabulary, id) / (starts[id + 1] - starts[id]);
        lightest.add(new Load(load.shard, load.tokens + tokens));
      }
    }
    return new Sharding(shards, starts, after, hot, shares, vocabulary);
  }

  /**
   * Packs the hot words from id {@code from} on into hot-context shards, beside those already
   * placed.
   */
  private static void placeHot(Sharding before, int[] hot, double[] shares, int from) {
    int words = (int) Arrays.stream(hot).filter(h -> h >= 0).count();
    int wanted = Math.min(words, Math.max(1, before.shards() / SHARDS_PER_HOT));
    double[] loads = new double[Math.max(before.hotShards(), wanted)];
    for (int id = 0; id < from; id++) {
      if (hot[id] >= 0) {
        loads[hot[id]] += shares[id];
      }
    }
    for (int id = from; id < hot.length; id++) {
      if (hot[id] >= 0) {
        int lightest = 0;
        for (int s = 1; s < loads.length; s++) {
          lightest = loads[s] < loads[lightest] ? s : lightest;
        }
        hot[id] = lightest;
        loads[lightest] += shares[id];
      }
    }
  }

  /**
   * Returns the number of n-grams with this word as context, roughly: its count, but 0 for {@code
   * </s>}, and for {@code <s>}, whose contexts have at most as many n-grams as there are words.
   */
  static double tokens(Vocabulary vocabulary, int id) {
    return id == Vocabulary.EOS || id == Vocabulary.BOS ? 0 : vocabulary.count(id);
  }

  /** Returns the sum over all words. */
  static double tokens(Vocabulary vocabulary) {
    double total = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      total += tokens(vocabulary, id);
    }
    return total;
  }
}
