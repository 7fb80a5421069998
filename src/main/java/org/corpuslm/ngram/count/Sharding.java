package org.corpuslm.ngram.count;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Hash;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TaskGroups;

/**
 * Maps contexts to shards: an n-gram belongs to the shard of the last word of its context. Words
 * are packed into shards by frequency ({@link WordPacking}).
 *
 * <p>A <i>hot word</i> is too frequent for one shard and is split into pieces in several shards.
 * The words before it determine the piece, so that all n-grams of a context are in one shard. The
 * exception are <i>hot contexts</i>: contexts of hot words only, whose longer contexts are in
 * several pieces. Their n-grams are stored in hot-context shards, which are numbered after the
 * ordinary shards, by the last word of the context.
 *
 * <p>The longer contexts of a hot context are in a window of the pieces of its last word. The
 * window narrows with every further word and lies inside that of the shorter context. So a shard
 * needs exactly the hot contexts whose window contains one of its pieces ({@link HotContexts}).
 *
 * <p>Words keep their shards when counts are updated, even if their frequencies change. The mapping
 * is stored in {@code sharding/words.parquet} of count stores and models ({@link ShardingFile}).
 * Immutable and thread-safe. Memory: 20 bytes per word and 4 per piece.
 */
public final class Sharding implements Serializable {
  private static final long serialVersionUID = 1;

  /** Default of {@code --split-above}: one shard can hold a word with up to this many tokens. */
  public static final long SPLIT_ABOVE = 500_000;

  /**
   * Expected size, in pieces, per piece of a window; below 1 because frequent words often occur
   * together.
   */
  private static final double MIN_CONTEXT = 0.25;

  /** Target number of tokens per task, unless there are too few for all task slots. */
  private static final double TOKENS_PER_TASK = 500_000;

  private final int shards;
  private final int hotShards;
  final int[] first; // see the constructor for this and the next three
  final int[] shardOf;
  final int[] hotShard;
  final double[] share;
  private final int[] hashes; // [word]
  private final double[] loads; // [shard]: share of the text

  /**
   * Makes a mapping; the arrays are not copied.
   *
   * @param shards number of ordinary shards
   * @param first first piece, by word; has one more entry than there are words
   * @param shardOf ordinary shard, by piece
   * @param hotShard number of the hot-context shard, from 0, by word; −1 if the word is not hot
   * @param share share of the text when the word was placed, by word; 0 if it is not hot
   */
  Sharding(
      int shards,
      int[] first,
      int[] shardOf,
      int[] hotShard,
      double[] share,
      Vocabulary vocabulary) {
    this.shards = shards;
    this.first = first;
    this.shardOf = shardOf;
    this.hotShard = hotShard;
    this.share = share;
    this.hotShards = Arrays.stream(hotShard).max().orElse(-1) + 1;
    this.hashes = new int[first.length - 1];
    this.loads = new double[shards];
    double total = Math.max(1, WordPacking.tokens(vocabulary));
    for (int id = 0; id < hashes.length; id++) {
      hashes[id] = vocabulary.hash(id);
      double load = WordPacking.tokens(vocabulary, id) / total;
      for (int p = first[id]; p < first[id + 1]; p++) {
        loads[shardOf[p]] += load / pieces(id);
      }
    }
  }

  /**
   * Packs the words of a vocabulary into shards without hot words.
   *
   * @param shards number of shards
   */
  public static Sharding of(Vocabulary vocabulary, int shards) {
    return WordPacking.pack(vocabulary, shards, Long.MAX_VALUE / 2);
  }

  /** Writes the mapping into the directory whose n-grams it places. */
  public void write(OutputDirectory output) {
    ShardingFile.write(this, output);
  }

  /**
   * Reads the mapping of a count store or a model.
   *
   * @param vocabulary vocabulary of that directory
   * @param shards number of its ordinary shards
   * @throws BadInputException if the mapping is missing, damaged or does not fit the vocabulary
   */
  public static Sharding read(
      Configuration conf, Published directory, Vocabulary vocabulary, int shards) {
    return ShardingFile.read(conf, directory, vocabulary, shards);
  }

  /** Returns the number of pieces of a word; 1 if it is not hot. */
  int pieces(int word) {
    return first[word + 1] - first[word];
  }

  /** Returns whether there are hot words. */
  public boolean hasHotWords() {
    return hotShards > 0;
  }

  /** Returns the number of hot-context shards, which are numbered after the ordinary ones. */
  public int hotShards() {
    return hotShards;
  }

  /** Returns the number of shards that have tables: ordinary and hot-context shards. */
  public int allShards() {
    return shards + hotShards;
  }

  /**
   * The pieces of a word that hold the longer contexts of a context: {@code start … start+width−1}.
   */
  private record Window(int start, int width) {}

  /**
   * Returns the window of a context, whose words are at {@code at, at+step …}, the last one first.
   */
  private Window window(int[] words, int at, int step, int length) {
    int start = 0;
    int width = pieces(words[at]);
    double size = width;
    int hash = 0;
    for (int w = 1; w < length && width > 1; w++) {
      int word = words[at + w * step];
      hash = Hash.fold(hash, hashes[word]);
      size *= share[word];
      int narrower = Math.max(1, (int) Math.min(width, Math.ceil(size / MIN_CONTEXT)));
      start += Math.floorMod(hash, width - narrower + 1);
      width = narrower;
    }
    return new Window(start, width);
  }

  /**
   * Returns whether longer contexts that end in this one are in several shards.
   *
   * @param key the context, the last word first
   */
  boolean isHotContext(int[] key, int length) {
    return length > 0 && hotShard[key[0]] >= 0 && window(key, 0, 1, length).width > 1;
  }

  /**
   * Returns the shard in which a word after this context is looked up: the shard of the context's
   * n-grams or, for a hot context, a shard that needs it.
   *
   * @param key the context, the last word first
   * @param length number of words of the context, at least 1
   */
  public int shardOf(int[] key, int length) {
    return shardOf(key, 0, 1, length);
  }

  /**
   * Returns the shard in which a word after the context {@code ids[from … to−1]}, in text order, is
   * looked up.
   */
  public int shardOf(int[] ids, int from, int to) {
    return shardOf(ids, to - 1, -1, to - from);
  }

  private int shardOf(int[] words, int at, int step, int length) {
    int last = words[at];
    int piece = hotShard[last] < 0 ? 0 : window(words, at, step, length).start;
    return shardOf[first[last] + piece];
  }

  /**
   * Returns the shard whose tables hold the n-grams of the context {@code ids[from … to−1]}, in
   * text order: an ordinary or a hot-context shard. The context is shorter than the longest
   * contexts.
   */
  public int storedShardOf(int[] ids, int from, int to) {
    int last = ids[to - 1];
    if (hotShard[last] < 0) {
      return shardOf[first[last]];
    }
    Window window = window(ids, to - 1, -1, to - from);
    return window.width > 1 ? hotShardOf(last) : shardOf[first[last] + window.start];
  }

  /** Returns the hot-context shard of the hot contexts that end in a hot word. */
  int hotShardOf(int word) {
    return shards + hotShard[word];
  }

  /** Returns the hot contexts that a shard needs. */
  public HotContexts hotContexts(int shard) {
    Map<Integer, int[]> pieces = new HashMap<>();
    for (int id = 0; id < hotShard.length; id++) {
      if (hotShard[id] >= 0) {
        int start = first[id];
        int[] here =
            IntStream.range(0, pieces(id)).filter(p -> shardOf[start + p] == shard).toArray();
        if (here.length > 0) {
          pieces.put(id, here);
        }
      }
    }
    return new HotContexts(this, pieces);
  }

  /**
   * Returns whether the window of a hot context contains one of some pieces.
   *
   * @param pieces pieces of the last word of the context, ascending
   * @param key the context, the last word first
   */
  boolean windowContains(int[] pieces, int[] key, int length) {
    Window window = window(key, 0, 1, length);
    int at = Arrays.binarySearch(pieces, window.start);
    at = at < 0 ? -at - 1 : at;
    return at < pieces.length && pieces[at] < window.start + window.width;
  }

  /**
   * Assigns the ordinary shards to tasks; small shards share a task.
   *
   * @param tokens number of n-grams of the highest order in all shards, roughly
   * @param slots task slots of the cluster
   */
  public TaskGroups tasks(long tokens, int slots) {
    double limit = Math.min(TOKENS_PER_TASK, tokens / (4.0 * slots));
    double[] sizes = new double[shards];
    Arrays.setAll(sizes, s -> loads[s] * tokens);
    return TaskGroups.of(sizes, limit);
  }

  /**
   * Assigns all shards to tasks: the ordinary ones as in {@link #tasks}, then each hot-context
   * shard to a task of its own.
   */
  public TaskGroups allTasks(long tokens, int slots) {
    return tasks(tokens, slots).and(TaskGroups.each(hotShards()));
  }

  /** Returns the number of ordinary shards. */
  public int shards() {
    return shards;
  }

  /** Returns the number of words of the vocabulary. */
  int words() {
    return hashes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sharding s
        && shards == s.shards
        && Arrays.equals(first, s.first)
        && Arrays.equals(shardOf, s.shardOf)
        && Arrays.equals(hotShard, s.hotShard)
        && Arrays.equals(share, s.share);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shardOf);
  }
}
