package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Worker;

/**
 * Folds one shard of several models into one shard of their static mixture, in one pass: walks the
 * tries of contexts of all models in step, from short to long. Memory: the next words of one
 * context of each length and model, and the unigrams.
 */
final class MixedShard implements Closeable {
  /** Where less mass than this is left to words that are not listed, it is summed up directly. */
  private static final double CANCELLATION = 1e-3;

  private final int order;
  private final int words;
  private final double[] weights;
  private final ModelWalk[] models;
  private final Level[][] parts; // by model, then context length
  private final Level[] mixed; // by context length
  private final double unigramSum;
  private final NgramShardWriter writer;

  /**
   * Opens everything.
   *
   * @param paths of models of one sharding
   * @param orders of the models
   * @param unigrams linear, of every model, by word
   */
  MixedShard(
      List<String> paths,
      int[] orders,
      double[] weights,
      double[][] unigrams,
      int order,
      int shard,
      Worker worker,
      NgramShardWriter writer)
      throws IOException {
    this.order = order;
    this.weights = weights;
    this.words = unigrams[0].length;
    this.writer = writer;
    this.models = new ModelWalk[orders.length];
    this.parts = new Level[orders.length][order];
    this.mixed = new Level[order];
    double[] sum = new double[words];
    for (int i = 0; i < orders.length; i++) {
      models[i] = new ModelWalk(worker.hadoop(), paths.get(i), orders[i], shard);
      for (int length = 0; length < order; length++) {
        parts[i][length] = new Level();
      }
      parts[i][0].setDense(unigrams[i]);
      for (int w = 0; w < words; w++) {
        sum[w] += weights[i] * unigrams[i][w];
      }
    }
    for (int length = 0; length < order; length++) {
      mixed[length] = new Level();
    }
    mixed[0].setDense(sum);
    unigramSum = Arrays.stream(sum).sum();
  }

  /** The n-grams of one context of one model, or of the mixture; linear values. */
  static final class Level {
    int size;
    int[] words = new int[16];
    double[] p = new double[16];
    double backoff;
    private boolean dense;

    private void setDense(double[] unigrams) {
      dense = true;
      size = unigrams.length;
      p = unigrams;
    }

    void clear() {
      size = 0;
      backoff = 1;
    }

    void add(int word, double probability) {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
        p = Arrays.copyOf(p, 2 * size);
      }
      words[size] = word;
      p[size++] = probability;
    }

    private int find(int word) {
      return dense ? word : Arrays.binarySearch(words, 0, size, word);
    }
  }

  /** p of a word after the context that is open at a length. */
  private static double p(Level[] levels, int length, int word) {
    double backoff = 1;
    for (int l = length; ; l--) {
      int i = levels[l].find(word);
      if (i >= 0) {
        return backoff * levels[l].p[i];
      }
      backoff *= levels[l].backoff;
    }
  }

  private double mixture(int length, int word) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * p(parts[i], length, word);
    }
    return sum;
  }

  void run() throws IOException {
    if (order > 1) {
      walk(1, new int[0]);
    }
    for (ModelWalk model : models) {
      model.checkFinished();
    }
  }

  /** All contexts of this length that extend {@code parent}, each followed by its extensions. */
  private void walk(int length, int[] parent) throws IOException {
    int[] key = new int[length];
    while (nextContext(length, parent, key)) {
      for (int i = 0; i < models.length; i++) {
        models[i].take(length, key, parts[i][length]);
      }
      mix(length, key);
      if (length + 1 < order) {
        walk(length + 1, key);
      }
    }
  }

  /** The least context that any model has next; false if none extends {@code parent}. */
  private boolean nextContext(int length, int[] parent, int[] key) {
    boolean any = false;
    for (ModelWalk model : models) {
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
    Level level = mixed[length];
    level.clear();
    int[] at = new int[models.length];
    double above = 0; // Σ p(w|h) of listed words
    double below = 0; // Σ p(w|h') of them
    for (int word = nextWord(length, at); word >= 0; word = nextWord(length, at)) {
      double p = mixture(length, word);
      level.add(word, p);
      above += p;
      below += p(mixed, length - 1, word);
      writer.ngram(key, length, word, Math.log10(p));
    }
    double left = 1 - above;
    double total = length == 1 ? unigramSum : 1;
    double leftBelow = total - below;
    if (leftBelow < CANCELLATION) {
      leftBelow = unlisted(level, length - 1);
    }
    level.backoff = left <= 0 ? 0 : leftBelow > 0 ? left / leftBelow : 1;
    writer.context(key, length, Math.log10(level.backoff));
  }

  /** The least word that any model lists next, or −1. */
  private int nextWord(int length, int[] at) {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < at.length; i++) {
      Level level = parts[i][length];
      if (at[i] < level.size) {
        least = Math.min(least, level.words[at[i]]);
      }
    }
    for (int i = 0; i < at.length; i++) {
      Level level = parts[i][length];
      if (at[i] < level.size && level.words[at[i]] == least) {
        at[i]++;
      }
    }
    return least == Integer.MAX_VALUE ? -1 : least;
  }

  /** Σ p(w|h') over the words that are not listed after h, without a difference of near-equals. */
  private double unlisted(Level level, int shorter) {
    double sum = 0;
    int next = 0;
    for (int word = 0; word < words; word++) {
      if (next < level.size && level.words[next] == word) {
        next++;
      } else if (word != Vocabulary.BOS) {
        sum += p(mixed, shorter, word);
      }
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    for (ModelWalk model : models) {
      if (model != null) {
        model.close();
      }
    }
  }
}
