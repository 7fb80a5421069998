package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * The n-grams of one context of a model while a shard is walked; the contexts of all lengths that
 * are open make up an array, by length, with the unigrams first. Values are linear unless they say
 * log10.
 */
final class TrieLevel {
  /**
   * Where less mass than this is left to words that are not listed, it is added up from its parts.
   */
  private static final double CANCELLATION = 1e-3;

  int size;
  int[] words = new int[16];
  double[] p = new double[16];
  double[] log10 = new double[16];
  double backoff;
  double log10Backoff;
  private UnigramSums unigrams; // of the level of the unigrams alone
  private double total = 1; // Σ p of all words
  private double leftBelow = Double.NaN; // as long as it is not asked for

  /** The unigrams, by word. */
  static TrieLevel unigrams(double[] linear) {
    TrieLevel level = new TrieLevel();
    level.unigrams = new UnigramSums(linear);
    level.size = linear.length;
    level.p = linear;
    level.total = level.unigrams.total();
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
    leftBelow = Double.NaN;
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
    leftBelow = Double.NaN;
  }

  private int find(int word) {
    return unigrams != null ? word : Arrays.binarySearch(words, 0, size, word);
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
    if (Double.isNaN(level.leftBelow)) {
      double listed = 0;
      for (int i = 0; i < level.size; i++) {
        listed += p(levels, length - 1, level.words[i]);
      }
      double left = levels[length - 1].total - listed;
      level.leftBelow =
          left < CANCELLATION ? without(levels, length - 1, level.words, level.size) : left;
    }
    return level.leftBelow;
  }

  /**
   * Σ p(w|h) over all words but some, h of a length: those listed after h, and γ(h) times the same
   * sum of the shorter context over the words that are neither listed nor left out. Takes time with
   * the words listed and left out, not with the vocabulary.
   *
   * @param words left out, rising
   */
  private static double without(TrieLevel[] levels, int length, int[] words, int size) {
    TrieLevel level = levels[length];
    if (level.unigrams != null) {
      return level.unigrams.without(words, size);
    }
    int[] either = new int[level.size + size];
    int n = 0;
    double sum = 0;
    int i = 0;
    for (int w = 0; w < size; w++) {
      for (; i < level.size && level.words[i] < words[w]; i++) {
        sum += level.p[i];
        either[n++] = level.words[i];
      }
      i += i < level.size && level.words[i] == words[w] ? 1 : 0;
      either[n++] = words[w];
    }
    for (; i < level.size; i++) {
      sum += level.p[i];
      either[n++] = level.words[i];
    }
    if (level.backoff == 0) {
      return sum;
    }
    double others =
        n == level.size ? leftBelow(levels, length) : without(levels, length - 1, either, n);
    return sum + level.backoff * others;
  }

  /** The back-off weight with which p(·|h) of the context of a length sums to one. */
  static double normalizing(TrieLevel[] levels, int length) {
    double left = left(levels, length);
    if (left <= 0) {
      return 0;
    }
    double leftBelow = leftBelow(levels, length);
    return leftBelow > 0 ? left / leftBelow : 1;
  }
}
