package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.ContextRows;
import org.corpuslm.ngram.count.HotContexts;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * Loads shards of a model, each with the hot contexts that it needs. Quantized values depend on the
 * shard alone: each order of a shard has its own bins, whatever else is loaded. Thread-safe.
 */
final class ShardLoader implements ShardSource {
  private final Configuration conf;
  private final Published model;
  private final NgramFacts facts;
  private final Sharding sharding;
  private final int bits;

  /**
   * Prepares to load.
   *
   * @param bits bits per quantized value; 0 = exact values
   */
  ShardLoader(Configuration conf, Published model, Sharding sharding, int bits) {
    this.conf = conf;
    this.model = model;
    this.facts = model.facts(NgramFacts.class);
    this.sharding = sharding;
    this.bits = bits;
  }

  /** The contexts of one length while they are loaded. */
  private static final class Level {
    final int length;
    final int[] keys; // [context·length + word], the last word first
    final NgramTable.Builder rows;
    int[] order; // [new place]: place in the stored table
    int[] next; // [new place]: first n-gram, in the new order

    Level(int length, int capacity) {
      this.length = length;
      this.keys = new int[Math.multiplyExact(capacity, length)];
      this.rows = new NgramTable.Builder(capacity);
    }

    boolean is(int node, int[] key) {
      return Arrays.equals(key, 0, length, keys, node * length, (node + 1) * length);
    }
  }

  @Override
  public NgramShard load(int shard) {
    int order = facts.order();
    HotContexts hot = sharding.hotContexts(shard);
    checkSizes(shard);
    NgramTable[] contexts = new NgramTable[order];
    NgramTable[] ngrams = new NgramTable[order];
    RankBitSet words = null;
    Level parents = null;
    for (int length = 1; length < order; length++) {
      Level level = loadContexts(length, shard, hot);
      int size = level.rows.size();
      if (parents == null) {
        words = new RankBitSet(level.keys, size, Math.toIntExact(facts.ngrams().get(0)));
        level.order = IntStream.range(0, size).toArray();
      } else {
        int[] children = new int[parents.rows.size() + 1];
        level.order = level.rows.searchOrder(parents.order, link(parents, level, shard), children);
        contexts[length - 1] =
            parents.rows.build(parents.order, new int[][] {parents.next, children}, bits, true);
      }
      ngrams[length] = loadNgrams(level, shard, hot);
      parents = level;
    }
    if (parents != null) {
      contexts[order - 1] =
          parents.rows.build(parents.order, new int[][] {parents.next}, bits, true);
    }
    return new NgramShard(words, contexts, ngrams);
  }

  /**
   * The open tables of a shard with the contexts of one length, or the n-grams of one order.
   *
   * @param path path of the shard's own table
   * @param own the shard's own table
   * @param hot the tables of the hot-context shards that it needs, except for empty ones
   * @param rows number of rows of all these tables
   */
  private record Tables(String path, TableReader own, List<TableReader> hot, int rows) {}

  /** Opens tables, which checks that they have as many rows as the manifest says. */
  private Tables open(
      IntFunction<String> directory, Columns columns, int shard, HotContexts needed) {
    List<TableReader> hot = new ArrayList<>();
    PublishedFile file = model.only(directory.apply(shard));
    long rows = file.rows();
    for (int hotShard : needed.shards()) {
      PublishedFile hotFile = model.only(directory.apply(hotShard));
      if (hotFile.rows() > 0) {
        hot.add(new TableReader(conf, model, hotFile, columns));
        rows += hotFile.rows();
      }
    }
    TableReader own = new TableReader(conf, model, file, columns);
    return new Tables(model.at(file), own, hot, Math.toIntExact(rows));
  }

  private Level loadContexts(int length, int shard, HotContexts hot) {
    IntFunction<String> directory = s -> NgramModelTables.contextDirectory(length, s);
    Tables tables = open(directory, NgramModelTables.contexts(length), shard, hot);
    try (ContextRows rows = new ContextRows(tables.own, tables.hot, hot, length)) {
      Level level = new Level(length, tables.rows);
      while (rows.next()) {
        System.arraycopy(rows.key(), 0, level.keys, level.rows.size() * length, length);
        level.rows.add(rows.key()[length - 1], rows.row().float64(length));
      }
      return level;
    } catch (IOException e) {
      throw BadInputException.unreadable(tables.path, e);
    }
  }

  /** Returns the first context that extends each shorter one, in the order of the tables. */
  private int[] link(Level parents, Level level, int shard) {
    int[] children = new int[parents.rows.size() + 1];
    int parent = 0;
    int[] key = new int[level.length];
    for (int node = 0; node < level.rows.size(); node++) {
      System.arraycopy(level.keys, node * level.length, key, 0, level.length);
      while (parent < parents.rows.size() && !parents.is(parent, key)) {
        children[++parent] = node;
      }
      if (parent == parents.rows.size()) {
        throw damaged(NgramModelTables.contextDirectory(level.length, shard));
      }
    }
    Arrays.fill(children, parent + 1, children.length, level.rows.size());
    return children;
  }

  private NgramTable loadNgrams(Level level, int shard, HotContexts hot) {
    int order = level.length + 1;
    int contexts = level.rows.size();
    IntFunction<String> directory = s -> NgramModelTables.ngramDirectory(order, s);
    Tables tables = open(directory, NgramModelTables.ngrams(order), shard, hot);
    NgramTable.Builder ngrams = new NgramTable.Builder(tables.rows);
    int[] next = new int[contexts + 1];
    int node = 0;
    try (ContextReader reader = ContextReader.ofModel(tables.own, tables.hot, hot, order)) {
      while (reader.next()) {
        while (node < contexts && !level.is(node, reader.key())) {
          next[++node] = ngrams.size();
        }
        if (node == contexts) {
          throw damaged(directory.apply(shard));
        }
        for (int i = 0; i < reader.size(); i++) {
          ngrams.add(reader.words()[i], reader.first()[i]);
        }
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(tables.path, e);
    }
    Arrays.fill(next, node + 1, next.length, ngrams.size());
    level.next = new int[contexts + 1];
    return ngrams.build(
        ngrams.searchOrder(level.order, next, level.next), new int[0][], bits, false);
  }

  private BadInputException damaged(String directory) {
    return new BadInputException(
        "%s/%s is damaged: it is not in order, or a shorter context is missing; estimate again"
            .formatted(model.path(), directory));
  }

  /**
   * Returns an upper bound of the bytes of one shard: as if it needed all contexts of its
   * hot-context shards.
   */
  @Override
  public long memory(int shard) {
    Sizes sizes = sizes(shard);
    return memory(facts, sizes.ngrams, sizes.contexts, 1, bits);
  }

  /** Rows of the tables of a shard, including all hot-context shards that it reads. */
  private record Sizes(long[] ngrams, long[] contexts) {}

  private Sizes sizes(int shard) {
    Sizes sizes = new Sizes(new long[facts.order() + 1], new long[facts.order()]);
    add(shard, sizes.ngrams, sizes.contexts);
    for (int hotShard : sharding.hotContexts(shard).shards()) {
      add(hotShard, sizes.ngrams, sizes.contexts);
    }
    return sizes;
  }

  private void checkSizes(int shard) {
    Sizes sizes = sizes(shard);
    for (int k = 2; k <= facts.order(); k++) {
      String directory = NgramModelTables.ngramDirectory(k, shard);
      ShardLimits.checkRows(sizes.ngrams[k], k, model.path() + "/" + directory);
      directory = NgramModelTables.contextDirectory(k - 1, shard);
      ShardLimits.checkRows(sizes.contexts[k - 1], k - 1, model.path() + "/" + directory);
    }
  }

  private void add(int shard, long[] ngrams, long[] contexts) {
    for (int k = 2; k <= facts.order(); k++) {
      ngrams[k] += model.only(NgramModelTables.ngramDirectory(k, shard)).rows();
      contexts[k - 1] += model.only(NgramModelTables.contextDirectory(k - 1, shard)).rows();
    }
  }

  @Override
  public long memory() {
    return memory(facts, bits);
  }

  /** Returns the bytes that all shards of a model take. */
  static long memory(NgramFacts facts, int bits) {
    long[] ngrams = new long[facts.order() + 1];
    long[] contexts = new long[facts.order()];
    for (int k = 2; k <= facts.order(); k++) {
      ngrams[k] = facts.ngrams().get(k - 1);
      contexts[k - 1] = facts.contexts().get(k - 2);
    }
    return memory(facts, ngrams, contexts, facts.shards(), bits);
  }

  private static long memory(
      NgramFacts facts, long[] ngrams, long[] contexts, long shards, int bits) {
    if (facts.order() == 1) {
      return 0;
    }
    long first = (contexts[1] + shards - 1) / shards; // contexts of one word
    long sum = shards * RankBitSet.memory(first, facts.ngrams().get(0));
    for (int k = 2; k <= facts.order(); k++) {
      sum += NgramTable.memory(ngrams[k], shards, 1, bits);
      sum += NgramTable.memory(contexts[k - 1], shards, k == facts.order() ? 2 : 3, bits);
    }
    return sum;
  }
}
