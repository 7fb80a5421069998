package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * Loads shards of a model, each with what it shares of the common one. Quantised values depend on
 * the shard alone: however many others are loaded, every order of a shard has the same bins.
 * Thread-safe.
 */
final class ShardLoader {
  private final Configuration conf;
  private final Published model;
  private final NgramFacts facts;
  private final Sharding sharding;
  private final int bits;

  /**
   * Loads from a saved model.
   *
   * @param bits of quantised values; 0 = exact ones
   */
  ShardLoader(Configuration conf, Published model, Sharding sharding, int bits) {
    this.conf = conf;
    this.model = model;
    this.facts = model.facts(NgramFacts.class);
    this.sharding = sharding;
    this.bits = bits;
  }

  /** One length of contexts while it is loaded: all their words, the last one first. */
  private record Level(int length, int size, int[] keys, Records.Builder rows) {

    boolean is(int node, int[] key) {
      return Arrays.equals(key, 0, length, keys, node * length, (node + 1) * length);
    }
  }

  NgramShard load(int shard) {
    int order = facts.order();
    Records[] contexts = new Records[order];
    Records[] ngrams = new Records[order];
    Level parents = null;
    for (int length = 1; length < order; length++) {
      Level level = loadContexts(length, shard);
      if (parents != null) {
        link(parents, level, shard);
        contexts[length - 1] = parents.rows.build(true);
      }
      ngrams[length] = loadNgrams(level, shard);
      parents = level;
    }
    if (parents == null) {
      return new NgramShard(null, contexts, ngrams);
    }
    contexts[order - 1] = parents.rows.build(true);
    WordRanks words = contexts[1].ranks(Math.toIntExact(facts.ngrams().get(0)));
    return new NgramShard(words, contexts, ngrams);
  }

  private Level loadContexts(int length, int shard) {
    try (ContextRows rows = ContextRows.open(conf, model, length, shard, sharding)) {
      int[] keys = new int[Math.multiplyExact(rows.most(), length)];
      Records.Builder records = new Records.Builder(rows.most(), NgramShard.CONTEXT_INTEGERS, bits);
      int size = 0;
      for (; rows.next(); size++) {
        System.arraycopy(rows.key(), 0, keys, size * length, length);
        records.add(rows.key()[length - 1], rows.backoff());
      }
      records.end();
      return new Level(length, size, keys, records);
    } catch (IOException e) {
      throw unreadable(model.path() + "/" + NgramTables.contextDirectory(length, shard), e);
    }
  }

  /** Gives every context the first one that is a word longer. */
  private void link(Level parents, Level level, int shard) {
    int parent = 0;
    int[] key = new int[level.length];
    for (int node = 0; node < level.size; node++) {
      System.arraycopy(level.keys, node * level.length, key, 0, level.length);
      while (parent < parents.size && !parents.is(parent, key)) {
        parents.rows.set(++parent, NgramShard.CHILDREN, node);
      }
      if (parent == parents.size) {
        throw damaged(NgramTables.contextDirectory(level.length, shard));
      }
    }
    while (parent < parents.size) {
      parents.rows.set(++parent, NgramShard.CHILDREN, level.size);
    }
  }

  private Records loadNgrams(Level level, int shard) {
    int order = level.length + 1;
    PublishedFile file = model.only(NgramTables.ngramDirectory(order, shard));
    PublishedFile common = NgramTables.commonNgrams(model, order);
    int most = Math.toIntExact(file.rows() + (common == null ? 0 : common.rows()));
    Records.Builder records = new Records.Builder(most, NgramShard.NGRAM_INTEGERS, bits);
    int node = 0;
    try (ContextReader contexts =
        ContextReader.ofModel(
            new TableReader(conf, model, file, NgramTables.ngrams(order)),
            common == null ? null : new TableReader(conf, model, common, NgramTables.ngrams(order)),
            word -> sharding.has(shard, word),
            order)) {
      while (contexts.next()) {
        while (node < level.size && !level.is(node, contexts.key())) {
          level.rows.set(++node, NgramShard.NEXT, records.size());
        }
        if (node == level.size) {
          throw damaged(NgramTables.ngramDirectory(order, shard));
        }
        for (int i = 0; i < contexts.size(); i++) {
          records.add(contexts.words()[i], contexts.first()[i]);
        }
      }
    } catch (IOException e) {
      throw unreadable(model.at(file), e);
    }
    while (node < level.size) {
      level.rows.set(++node, NgramShard.NEXT, records.size());
    }
    return records.build(false);
  }

  private BadInputException damaged(String directory) {
    return new BadInputException(
        "%s/%s is damaged: it is not in order, or a shorter context is missing; estimate again"
            .formatted(model.path(), directory));
  }

  private static BadInputException unreadable(String path, IOException e) {
    return new BadInputException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
  }

  /** Bytes that one shard takes in memory, if it shares all of the common one. */
  long memory(int shard) {
    long ngrams = 0;
    long contexts = 0;
    for (int k = 2; k <= facts.order(); k++) {
      ngrams += model.only(NgramTables.ngramDirectory(k, shard)).rows();
      contexts += model.only(NgramTables.contextDirectory(k - 1, shard)).rows();
      if (NgramTables.hasCommonShard(model)) {
        ngrams += NgramTables.commonNgrams(model, k).rows();
        contexts += NgramTables.commonContexts(model, k - 1).rows();
      }
    }
    return memory(facts, ngrams, contexts, 1, bits);
  }

  /** Bytes that all shards of a model take in memory. */
  static long memory(NgramFacts facts, int bits) {
    long ngrams = facts.ngrams().stream().skip(1).mapToLong(Long::longValue).sum();
    long contexts = facts.contexts().stream().mapToLong(Long::longValue).sum();
    return memory(facts, ngrams, contexts, facts.shards(), bits);
  }

  private static long memory(NgramFacts facts, long ngrams, long contexts, long shards, int bits) {
    if (facts.order() == 1) {
      return 0;
    }
    long words = shards * WordRanks.memory(facts.ngrams().get(0));
    if (bits == 0) {
      return words
          + Records.exactMemory(ngrams, NgramShard.NGRAM_INTEGERS)
          + Records.exactMemory(contexts, NgramShard.CONTEXT_INTEGERS);
    }
    long tables = shards * (facts.order() - 1);
    return words
        + Records.quantisedMemory(ngrams, tables, NgramShard.NGRAM_INTEGERS, bits)
        + Records.quantisedMemory(contexts, tables, NgramShard.CONTEXT_INTEGERS, bits);
  }
}
