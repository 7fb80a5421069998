package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.TaskContext;

/**
 * Merges one shard of several models into one shard of their static mixture, in one pass: visits
 * the context tries of all models in step, from short to long. Memory: the next words of one
 * context of each length and model; the unigrams are shared by all tasks of a JVM.
 */
final class MixedShard implements Closeable {
  private final int order;
  private final double[] weights;
  private final ModelCursor[] models;
  private final TrieLevel[][] parts; // [model][context length]
  private final TrieLevel[] mixed; // [context length]
  private final NgramShardWriter writer;

  /**
   * Opens one shard of every model.
   *
   * @param paths directories of models with the same sharding
   * @param orders orders of the models
   * @param weights weights of the models, which sum to one
   * @param unigrams linear unigram probabilities, [model][word]; those of the mixture come last
   * @param order order of the mixture
   * @param writer receives the shard; the caller closes it
   */
  MixedShard(
      List<String> paths,
      int[] orders,
      double[] weights,
      double[][] unigrams,
      int order,
      int shard,
      TaskContext task,
      NgramShardWriter writer)
      throws IOException {
    this.order = order;
    this.weights = weights;
    this.writer = writer;
    this.models = new ModelCursor[orders.length];
    this.parts = new TrieLevel[orders.length][];
    for (int i = 0; i < orders.length; i++) {
      models[i] = new ModelCursor(task.hadoop(), paths.get(i), orders[i], shard);
      parts[i] = TrieLevel.all(order, unigrams[i]);
    }
    this.mixed = TrieLevel.all(order, unigrams[orders.length]);
  }

  private double mixture(int length, int word) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * TrieLevel.p(parts[i], length, word);
    }
    return sum;
  }

  /**
   * Writes the shard.
   *
   * @throws BadInputException if a model is damaged
   */
  void run() throws IOException {
    if (order > 1) {
      mixContexts(1, new int[0]);
    }
    for (ModelCursor model : models) {
      model.checkFinished();
    }
  }

  /**
   * Mixes all contexts of this length that extend {@code parent}, each followed by its own
   * extensions.
   */
  private void mixContexts(int length, int[] parent) throws IOException {
    int[] key = new int[length];
    while (nextContext(length, parent, key)) {
      for (int i = 0; i < models.length; i++) {
        models[i].take(length, key, parts[i][length]);
      }
      mix(length, key);
      if (length + 1 < order) {
        mixContexts(length + 1, key);
      }
    }
  }

  /**
   * Finds the smallest next context of all models; returns false if none extends {@code parent}.
   */
  private boolean nextContext(int length, int[] parent, int[] key) {
    boolean any = false;
    for (ModelCursor model : models) {
      int[] head = model.head(length);
      if (head != null
          && Arrays.equals(head, 0, parent.length, parent, 0, parent.length)
          && (!any || Arrays.compare(head, key) < 0)) {
        System.arraycopy(head, 0, key, 0, length);
        any = true;
      }
    }
    return any;
  }

  private void mix(int length, int[] key) throws IOException {
    TrieLevel level = mixed[length];
    level.clear();
    int[] at = new int[models.length];
    for (int word = nextWord(length, at); word >= 0; word = nextWord(length, at)) {
      double p = mixture(length, word);
      double log10 = Math.log10(p);
      level.add(word, p, log10);
      writer.ngram(key, length, word, log10);
    }
    level.backoff = TrieLevel.normalizing(mixed, length);
    writer.context(key, length, Math.log10(level.backoff));
  }

  /** Returns the smallest next word of all models, or −1. */
  private int nextWord(int length, int[] at) {
    int min = Integer.MAX_VALUE;
    for (int i = 0; i < at.length; i++) {
      TrieLevel level = parts[i][length];
      if (at[i] < level.size) {
        min = Math.min(min, level.words[at[i]]);
      }
    }
    for (int i = 0; i < at.length; i++) {
      TrieLevel level = parts[i][length];
      if (at[i] < level.size && level.words[at[i]] == min) {
        at[i]++;
      }
    }
    return min == Integer.MAX_VALUE ? -1 : min;
  }

  @Override
  public void close() throws IOException {
    for (ModelCursor model : models) {
      if (model != null) {
        model.close();
      }
    }
  }
}
