package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;

/**
 * The n-grams of one context of a model while a shard is walked; the contexts of all lengths that
 * are open make up an array, by length, with the unigrams first. Values are linear unless they say
 * log10.
 */
final class TrieLevel {
  /** Where less mass than this is left to words that are not listed, it is summed up directly. */
  private static final double CANCELLATION = 1e-3;

  int size;
  int[] words = new int[16];
  double[] p = new double[16];
  double[] log10 = new double[16];
  double backoff;
  double log10Backoff;
  private boolean dense;
  private double total = 1; // Σ p of all words

  /** The unigrams, by word. */
  static TrieLevel unigrams(double[] linear) {
    TrieLevel level = new TrieLevel();
    level.dense = true;
    level.size = linear.length;
    level.p = linear;
    level.total = Arrays.stream(linear).sum();
    return level;
  }

  /** Probabilities from their logarithms. */
  static double[] linear(double[] log10) {
    return Arrays.stream(log10).map(x -> Math.pow(10, x)).toArray();
  }

  /** One level for every context length, over the same unigrams. */
  static TrieLevel[] all(int order, double[] unigrams) {
    TrieLevel[] levels = new TrieLevel[order];
    levels[0] = unigrams(unigrams);
    for (int length = 1; length < order; length++) {
      levels[length] = new TrieLevel();
    }
    return levels;
  }

  /** Makes it a context without n-grams. */
  void clear() {
    size = 0;
    backoff = 1;
    log10Backoff = 0;
  }

  void backoff(double log10) {
    backoff = Math.pow(10, log10);
    log10Backoff = log10;
  }

  /** Adds a word behind the others; ids rise. */
  void add(int word, double probability, double log10Probability) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
      p = Arrays.copyOf(p, 2 * size);
      log10 = Arrays.copyOf(log10, 2 * size);
    }
    words[size] = word;
    p[size] = probability;
    log10[size++] = log10Probability;
  }

  private int find(int word) {
    return dense ? word : Arrays.binarySearch(words, 0, size, word);
  }

  /** p of a word after the context that is open at a length. */
  static double p(TrieLevel[] levels, int length, int word) {
    double backoff = 1;
    for (int l = length; ; l--) {
      int i = levels[l].find(word);
      if (i >= 0) {
        return backoff * levels[l].p[i];
      }
      backoff *= levels[l].backoff;
    }
  }

  /** 1 − Σ p(w|h) over the words listed after the context h of a length. */
  static double left(TrieLevel[] levels, int length) {
    double listed = 0;
    for (int i = 0; i < levels[length].size; i++) {
      listed += levels[length].p[i];
    }
    return 1 - listed;
  }

  /**
   * Σ p(w|h') over the words that are not listed after the context h of a length; without a
   * difference of near-equals.
   */
  static double leftBelow(TrieLevel[] levels, int length) {
    TrieLevel level = levels[length];
    double listed = 0;
    for (int i = 0; i < level.size; i++) {
      listed += p(levels, length - 1, level.words[i]);
    }
    double left = levels[length - 1].total - listed;
    return left < CANCELLATION ? unlisted(levels, length) : left;
  }

  private static double unlisted(TrieLevel[] levels, int length) {
    TrieLevel level = levels[length];
    double sum = 0;
    int next = 0;
    for (int word = 0; word < levels[0].size; word++) {
      if (next < level.size && level.words[next] == word) {
        next++;
      } else if (word != Vocabulary.BOS) {
        sum += p(levels, length - 1, word);
      }
    }
    return sum;
  }

  /** The back-off weight with which p(·|h) of the context of a length sums to one. */
  static double normalising(TrieLevel[] levels, int length) {
    double left = left(levels, length);
    if (left <= 0) {
      return 0;
    }
    double leftBelow = leftBelow(levels, length);
    return leftBelow > 0 ? left / leftBelow : 1;
  }
}
