package org.corpuslm.ngram.count;

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
 * Maps contexts to shards. An n-gram lives in the shard of the last word of its context. Words are
 * packed into shards by their frequency, the most frequent first, always into the lightest shard. A
 * hot word, which is too frequent for that, has several pieces, packed one by one; the words before
 * it decide on the piece, so that all n-grams of a context are in one shard. The exceptions are hot
 * contexts: those of hot words alone whose longer contexts are in several pieces. Their n-grams are
 * in hot-context shards behind the others, by their last word.
 *
 * <p>The longer contexts of a hot context are in a window of the pieces of its last word, which
 * narrows with every word and lies inside that of the shorter context. So a shard needs the hot
 * contexts whose window has one of its pieces, and no others ({@link HotContexts}).
 *
 * <p>Words stay where they are put, whatever becomes of their frequencies: {@code
 * sharding/words.parquet} of a count store and of a model.
 */
public final class Sharding {
  private static final long TOKENS_PER_SHARD = 1_000_000;
  private static final int MAX_BY_DEFAULT = 4096;

  /** A shard has a file per order, and each is listed in the manifest. */
  public static final int MAX_SHARDS = 10_000;

  /** Tokens of a word up to which one shard can well hold it, whatever the others hold. */
  public static final long SPLIT_ABOVE = 500_000;

  /** Pieces' worth of n-grams from which a longer context is hot; words often go together. */
  private static final double MIN_CONTEXT = 0.25;

  /** Tokens that a task should have, unless there are too few for all task slots. */
  private static final double TOKENS_PER_TASK = 500_000;

  private final int shards;
  private final int hotShards;
  final int[] first; // this and the next three: see the constructor
  final int[] shardOf;
  final int[] hotShard;
  final double[] share;
  private final int[] hashes; // by word
  private final double[] loads; // by shard: share of the text

  /**
   * Takes over a mapping.
   *
   * @param first by word: its first piece; one more entry than words
   * @param shardOf by piece
   * @param hotShard by word: −1 if it is not hot, else the number of its hot-context shard, from 0
   * @param share by word: its share of the text when it was placed; 0 if it is not hot
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

  /** Packs the words of a vocabulary into {@code shards} shards, each as a whole. */
  public static Sharding of(Vocabulary vocabulary, int shards) {
    return WordPacking.pack(vocabulary, shards, Long.MAX_VALUE / 2);
  }

  /** Writes the mapping beside what it holds for. */
  public void write(OutputDirectory output) {
    ShardingFile.write(this, output);
  }

  /**
   * Reads the mapping of a count store or a model.
   *
   * @param vocabulary of that directory
   * @param shards number of its ordinary shards
   */
  public static Sharding read(
      Configuration conf, Published directory, Vocabulary vocabulary, int shards) {
    return ShardingFile.read(conf, directory, vocabulary, shards);
  }

  /** Number of pieces of a word: 1 if it is not hot. */
  int pieces(int word) {
    return first[word + 1] - first[word];
  }

  /** Whether there are hot words. */
  public boolean hasHotWords() {
    return hotShards > 0;
  }

  /** Number of hot-context shards, which are numbered behind the others. */
  public int hotShards() {
    return hotShards;
  }

  /** Number of all shards that have tables. */
  public int allShards() {
    return shards + hotShards;
  }

  /** Pieces of a word, from {@code start} on, in which the longer contexts of a context are. */
  private record Window(int start, int width) {}

  /** The context is that at {@code at, at+step …}, the last word first. */
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
   * Whether longer contexts that end in this one are in several shards.
   *
   * @param key the context, the last word first
   */
  boolean isHotContext(int[] key, int length) {
    return length > 0 && hotShard[key[0]] >= 0 && window(key, 0, 1, length).width > 1;
  }

  /**
   * Returns the shard in which a word after this context is looked up: that of its n-grams, or if
   * it is a hot context, one that needs it.
   *
   * @param key the context, the last word first
   */
  public int shardOf(int[] key, int length) {
    return shardOf(key, 0, 1, length);
  }

  /** The same of a context in the order of the text: {@code ids[from … to−1]}. */
  public int shardOf(int[] ids, int from, int to) {
    return shardOf(ids, to - 1, -1, to - from);
  }

  private int shardOf(int[] words, int at, int step, int length) {
    int last = words[at];
    int piece = hotShard[last] < 0 ? 0 : window(words, at, step, length).start;
    return shardOf[first[last] + piece];
  }

  /**
   * Returns the shard whose tables have the n-grams of a context of less than the longest length,
   * {@code ids[from … to−1]}: an ordinary or a hot-context shard.
   */
  public int storedShardOf(int[] ids, int from, int to) {
    int last = ids[to - 1];
    if (hotShard[last] < 0) {
      return shardOf[first[last]];
    }
    Window window = window(ids, to - 1, -1, to - from);
    return window.width > 1 ? hotShardOf(last) : shardOf[first[last] + window.start];
  }

  /** Returns the shard of the hot contexts that end in a hot word. */
  int hotShardOf(int word) {
    return shards + hotShard[word];
  }

  /** The hot contexts that one shard needs. */
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
   * Whether one of some pieces is in the window of a hot context.
   *
   * @param pieces of the last word of the context, rising
   */
  boolean isIn(int[] pieces, int[] key, int length) {
    Window window = window(key, 0, 1, length);
    int at = Arrays.binarySearch(pieces, window.start);
    at = at < 0 ? -at - 1 : at;
    return at < pieces.length && pieces[at] < window.start + window.width;
  }

  /**
   * Assigns the shards to tasks; the hot-context shards are not among them.
   *
   * @param tokens about as many n-grams as all shards have of the highest order
   * @param slots task slots of the cluster
   */
  public TaskGroups tasks(long tokens, int slots) {
    double limit = Math.min(TOKENS_PER_TASK, tokens / (4.0 * slots));
    double[] sizes = new double[shards];
    Arrays.setAll(sizes, s -> loads[s] * tokens);
    return TaskGroups.of(sizes, limit);
  }

  /** Assigns the shards to tasks, and each hot-context shard behind them to one of its own. */
  public TaskGroups allTasks(long tokens, int slots) {
    return tasks(tokens, slots).and(TaskGroups.each(hotShards()));
  }

  /**
   * Checks a number of shards that was asked for; 0 leaves it to the size of the text.
   *
   * @throws BadInputException if there cannot be so many
   */
  public static void checkWanted(int shards) {
    if (shards < 0 || shards > MAX_SHARDS) {
      throw new BadInputException(
          ("--shards is %d; it must lie between 1 and %d, or 0 for a default: every shard has a"
                  + " file for each order, and a million tokens fill one")
              .formatted(shards, MAX_SHARDS));
    }
  }

  /** A sensible number of shards; follows from the size of the corpus alone. */
  public static int defaultShards(long tokens) {
    return (int) Math.max(2, Math.min(MAX_BY_DEFAULT, (tokens - 1) / TOKENS_PER_SHARD + 1));
  }

  public int shards() {
    return shards;
  }

  /** Number of words that have a shard. */
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
