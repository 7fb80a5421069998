package org.corpuslm.ngram.smoothing;

import java.io.IOException;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.ContextReader;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.ngram.count.SortedWords;
import org.corpuslm.ngram.model.NgramShardWriter;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.Worker;

/**
 * Estimates one shard of a model in one pass over its counts: walks the trie of contexts from short
 * to long, all orders in step, so that p(w|h') of every n-gram is at hand when p(w|h) is made.
 * Memory: the n-grams of one context of each length, and the unigrams.
 */
final class ShardEstimator implements AutoCloseable {
  private final int order;
  private final Smoother smoother;
  private final EstimateConfig config;
  private final ContextReader[] readers;
  private final NgramShardWriter writer;
  private final double[] unigrams;
  private final Smoother.Context[] at;

  /**
   * Opens everything.
   *
   * @param unigrams the unigram distribution by word id
   */
  ShardEstimator(
      CountStore store,
      int order,
      int shard,
      Sharding sharding,
      Smoother smoother,
      EstimateConfig config,
      double[] unigrams,
      Worker worker,
      Staging staging)
      throws IOException {
    this.order = order;
    this.smoother = smoother;
    this.config = config;
    this.readers = new ContextReader[order + 1];
    this.unigrams = unigrams;
    this.at = new Smoother.Context[order];
    this.writer = new NgramShardWriter(order, shard, worker, staging);
    for (int k = 2; k <= order; k++) {
      readers[k] = store.contexts(worker.hadoop(), k, shard, sharding);
      at[k - 1] = new Smoother.Context();
    }
  }

  NgramShardWriter.Result run() throws IOException {
    if (order > 1) {
      walk(1, new int[0]);
    }
    for (int k = 2; k <= order; k++) {
      if (readers[k].next()) {
        throw new IllegalStateException(
            "order " + k + " of the count store has contexts whose shorter contexts are missing");
      }
    }
    return writer.finish();
  }

  /** All contexts of this length that extend {@code parent}, each followed by its extensions. */
  private void walk(int length, int[] parent) throws IOException {
    ContextReader reader = readers[length + 1];
    while (reader.nextExtends(parent, length - 1)) {
      reader.next();
      boolean isCommon = reader.isCommon();
      if (isCommon && !extended(length, reader.key())) {
        continue; // another shard's
      }
      Smoother.Context c = load(length, reader);
      smoother.smooth(c);
      if (!isCommon) {
        write(reader.key(), c);
      }
      if (length + 1 < order) {
        walk(length + 1, reader.key());
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

  /** Looks p(w|h') up; the words after h are among those after h', and both lists rise. */
  private static void lower(Smoother.Context c) {
    Smoother.Context shorter = c.shorter;
    int at = -1;
    for (int i = 0; i < c.size; i++) {
      int word = c.words[i];
      if (shorter == null) {
        c.lower[i] = c.unigrams[word];
        continue;
      }
      at = SortedWords.find(shorter.words, at + 1, shorter.size, word);
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

  @Override
  public void close() throws IOException {
    writer.close();
    for (ContextReader reader : readers) {
      if (reader != null) {
        reader.close();
      }
    }
  }
}
