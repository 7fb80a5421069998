package org.corpuslm.ngram.smoothing;

import java.io.IOException;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.model.NgramShardWriter;
import org.corpuslm.ngram.model.UnigramSums;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * Estimates shards of a model, each in one pass over its counts. Visits the trie of contexts from
 * short to long, all orders in step, so that p(w|h') of every n-gram is known when p(w|h) is
 * computed. Memory: the n-grams of one context of each length, and the unigrams.
 */
final class ShardEstimator {
  private final CountStore store;
  private final int order;
  private final Sharding sharding;
  private final Smoother smoother;
  private final EstimateConfig config;
  private final TaskContext task;
  private final Staging staging;
  private final ContextReader[] readers; // of the current shard
  private final UnigramSums unigrams;
  private final Smoother.Context[] at;
  private NgramShardWriter writer; // of the current shard

  /**
   * Prepares for the shards of a task.
   *
   * @param order order of the model
   * @param sharding sharding of the store
   * @param unigrams unigram probabilities by word id, linear
   */
  ShardEstimator(
      CountStore store,
      int order,
      Sharding sharding,
      Smoother smoother,
      EstimateConfig config,
      double[] unigrams,
      TaskContext task,
      Staging staging) {
    this.store = store;
    this.order = order;
    this.sharding = sharding;
    this.smoother = smoother;
    this.config = config;
    this.task = task;
    this.staging = staging;
    this.readers = new ContextReader[order + 1];
    this.unigrams = new UnigramSums(unigrams);
    this.at = new Smoother.Context[order];
    for (int k = 2; k <= order; k++) {
      at[k - 1] = new Smoother.Context();
    }
  }

  /** Estimates one shard, and returns its tables. */
  NgramShardWriter.Result run(int shard) throws IOException {
    try (NgramShardWriter tables = new NgramShardWriter(order, shard, task, staging)) {
      writer = tables;
      for (int k = 2; k <= order; k++) {
        readers[k] = store.contexts(task.hadoop(), k, shard, sharding);
      }
      estimate(1, new int[0]);
      for (int k = 2; k <= order; k++) {
        if (readers[k].next()) {
          throw new IllegalStateException(
              "order " + k + " of the count store has contexts whose shorter contexts are missing");
        }
      }
      return tables.finish();
    } finally {
      for (int k = 2; k <= order; k++) {
        if (readers[k] != null) {
          readers[k].close();
          readers[k] = null;
        }
      }
    }
  }

  /**
   * Estimates all contexts of this length that extend {@code parent}, each followed by its own
   * extensions.
   */
  private void estimate(int length, int[] parent) throws IOException {
    ContextReader reader = readers[length + 1];
    while (reader.nextExtends(parent, length - 1)) {
      reader.next();
      boolean isHot = reader.isHotContext();
      if (isHot && !extended(length, reader.key())) {
        continue; // no context of this shard extends it
      }
      Smoother.Context c = load(length, reader);
      smoother.smooth(c);
      if (!isHot) {
        write(reader.key(), c);
      }
      if (length + 1 < order) {
        estimate(length + 1, reader.key());
      }
    }
  }

  private boolean extended(int length, int[] key) {
    return length + 1 < order && readers[length + 2].nextExtends(key, length);
  }

  private Smoother.Context load(int length, ContextReader reader) {
    Smoother.Context c = at[length];
    c.length = length;
    c.fromStart = reader.key()[length - 1] == Vocabulary.BOS;
    c.size = reader.size();
    c.words = reader.words();
    c.raw = reader.first();
    c.adjusted = length + 1 == order ? reader.first() : reader.second();
    c.unigrams = unigrams;
    c.shorter = length > 1 ? at[length - 1] : null;
    if (c.p == null || c.p.length < c.size) {
      c.p = new double[c.words.length];
      c.lower = new double[c.words.length];
      c.pruned = new boolean[c.words.length];
    }
    lower(c);
    long threshold = config.threshold(length + 1);
    for (int i = 0; i < c.size; i++) {
      c.pruned[i] = c.raw[i] <= threshold;
    }
    return c;
  }

  /**
   * Looks up p(w|h') of all n-grams hw; the words after h are among those after h', and both lists
   * rise.
   */
  private static void lower(Smoother.Context c) {
    Smoother.Context shorter = c.shorter;
    int at = -1;
    for (int i = 0; i < c.size; i++) {
      int word = c.words[i];
      if (shorter == null) {
        c.lower[i] = c.unigrams.of(word);
        continue;
      }
      at = ContextReader.find(shorter.words, at + 1, shorter.size, word);
      if (at < 0) {
        throw new IllegalStateException(
            "an n-gram of order %d of the count store has no shorter one".formatted(c.length + 1));
      }
      c.lower[i] = shorter.p[at];
    }
  }

  private void write(int[] key, Smoother.Context c) throws IOException {
    boolean stored = smoother.stores(c.length, c.fromStart);
    boolean any = false;
    for (int i = 0; i < c.size; i++) {
      if (!c.pruned[i]) {
        any = true;
        if (stored) {
          writer.ngram(key, c.length, c.words[i], Math.log10(c.p[i]));
        }
      }
    }
    if (any) {
      writer.context(key, c.length, Math.log10(c.backoff));
    }
  }
}
