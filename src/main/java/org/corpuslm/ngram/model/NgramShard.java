package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * One shard of a model in memory: a trie of reversed contexts, whose nodes hold sorted next-word
 * lists, in primitive arrays. 12 bytes an n-gram and 20 a context. A look-up walks down the
 * context's words from the last one, then back up until the word is found. Immutable.
 */
final class NgramShard {
  private final Level[] levels; // by context length, from 1

  private NgramShard(Level[] levels) {
    this.levels = levels;
  }

  /** The contexts of one length, in key order. */
  private static final class Level {
    int size;
    int[] word; // first word of the context
    int[] children; // first node of the next level; one more entry than nodes
    double[] backoff; // log10
    int[] next; // first next word; one more entry than nodes
    int[] nextWord;
    double[] nextLogProb; // log10
    int[] keys; // while loading: all words of all contexts, last first
  }

  /** Bytes that a shard with so many rows takes. */
  static long memory(long ngrams, long contexts) {
    return 12 * ngrams + 20 * contexts;
  }

  /** Loads a shard, and of the common one what it shares. */
  static NgramShard load(
      Configuration conf, Published model, int order, int shard, Sharding sharding) {
    Level[] levels = new Level[order];
    for (int length = 1; length < order; length++) {
      levels[length] = loadContexts(conf, model, length, shard, sharding);
      if (length > 1) {
        link(model, levels[length - 1], levels[length], length, shard);
      }
      loadNextWords(conf, model, levels[length], length, shard, sharding);
      if (length > 1) {
        levels[length - 1].keys = null;
      }
    }
    if (order > 1) {
      levels[order - 1].keys = null;
      levels[order - 1].children = new int[levels[order - 1].size + 1];
    }
    return new NgramShard(levels);
  }

  private static Level loadContexts(
      Configuration conf, Published model, int length, int shard, Sharding sharding) {
    Level level = new Level();
    try (ContextRows rows = ContextRows.open(conf, model, length, shard, sharding)) {
      int most = rows.most();
      level.word = new int[most];
      level.backoff = new double[most];
      level.keys = new int[most * length];
      for (; rows.next(); level.size++) {
        System.arraycopy(rows.key(), 0, level.keys, level.size * length, length);
        level.word[level.size] = rows.key()[length - 1];
        level.backoff[level.size] = rows.backoff();
      }
    } catch (IOException e) {
      throw unreadable(model.path() + "/" + NgramTables.contextDirectory(length, shard), e);
    }
    return level;
  }

  private static void link(Published model, Level parents, Level level, int length, int shard) {
    parents.children = new int[parents.size + 1];
    int parent = 0;
    int shorter = length - 1;
    for (int i = 0; i < level.size; i++) {
      int key = i * length;
      while (parent < parents.size
          && !Arrays.equals(
              level.keys,
              key,
              key + shorter,
              parents.keys,
              parent * shorter,
              (parent + 1) * shorter)) {
        parents.children[++parent] = i;
      }
      if (parent == parents.size) {
        throw damaged(model, NgramTables.contextDirectory(length, shard));
      }
    }
    while (parent < parents.size) {
      parents.children[++parent] = level.size;
    }
  }

  private static void loadNextWords(
      Configuration conf, Published model, Level level, int length, int shard, Sharding sharding) {
    PublishedFile file = model.only(NgramTables.ngramDirectory(length + 1, shard));
    PublishedFile common = NgramTables.commonNgrams(model, length + 1);
    int most = (int) (file.rows() + (common == null ? 0 : common.rows()));
    level.next = new int[level.size + 1];
    level.nextWord = new int[most];
    level.nextLogProb = new double[most];
    int node = 0;
    int at = 0;
    Columns columns = NgramTables.ngrams(length + 1);
    try (ContextReader contexts =
        ContextReader.ofModel(
            new TableReader(conf, model, file, columns),
            common == null ? null : new TableReader(conf, model, common, columns),
            word -> sharding.has(shard, word),
            length + 1)) {
      while (contexts.next()) {
        while (node < level.size
            && !Arrays.equals(
                contexts.key(), 0, length, level.keys, node * length, (node + 1) * length)) {
          level.next[++node] = at;
        }
        if (node == level.size) {
          throw damaged(model, NgramTables.ngramDirectory(length + 1, shard));
        }
        System.arraycopy(contexts.words(), 0, level.nextWord, at, contexts.size());
        System.arraycopy(contexts.first(), 0, level.nextLogProb, at, contexts.size());
        at += contexts.size();
      }
    } catch (IOException e) {
      throw unreadable(model.at(file), e);
    }
    while (node < level.size) {
      level.next[++node] = at;
    }
    if (at < most) {
      level.nextWord = Arrays.copyOf(level.nextWord, at);
      level.nextLogProb = Arrays.copyOf(level.nextLogProb, at);
    }
  }

  private static BadInputException damaged(Published model, String directory) {
    return new BadInputException(
        "%s/%s is damaged: it is not in order, or a shorter context is missing; estimate again"
            .formatted(model.path(), directory));
  }

  private static BadInputException unreadable(String path, IOException e) {
    return new BadInputException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
  }

  /**
   * Finds the nodes of a context, from its last word back.
   *
   * @param ids words; the context is those at {@code from … to−1}
   * @param nodes receives the node of the context of each length, from index 1
   * @return the longest length found
   */
  int find(int[] ids, int from, int to, int[] nodes) {
    int low = 0;
    int high = levels.length > 1 ? levels[1].size : 0;
    int length = 0;
    while (length < to - from && length + 1 < levels.length) {
      Level level = levels[length + 1];
      int node = Arrays.binarySearch(level.word, low, high, ids[to - 1 - length]);
      if (node < 0) {
        break;
      }
      nodes[++length] = node;
      low = level.children[node];
      high = level.children[node + 1];
    }
    return length;
  }

  /** log10 back-off weight of a context. */
  double backoff(int length, int node) {
    return levels[length].backoff[node];
  }

  /** Index of a word among the n-grams of this context, or below 0. */
  int indexOf(int length, int node, int word) {
    Level level = levels[length];
    return Arrays.binarySearch(level.nextWord, level.next[node], level.next[node + 1], word);
  }

  /** log10 p of the n-gram at an index. */
  double logProb(int length, int index) {
    return levels[length].nextLogProb[index];
  }

  int word(int length, int index) {
    return levels[length].nextWord[index];
  }

  int firstIndex(int length, int node) {
    return levels[length].next[node];
  }

  int endIndex(int length, int node) {
    return levels[length].next[node + 1];
  }
}
