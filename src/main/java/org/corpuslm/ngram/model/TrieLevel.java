package org.corpuslm.ngram.model;

import java.util.Arrays;

/**
 * The n-grams of one context of a model while its shard is visited. The open contexts of all
 * lengths form an array, by length, with the unigrams first. Values are linear unless they are
 * named log10. Memory: 20 bytes per n-gram of the largest context.
 */
final class TrieLevel {
  /**
   * If less mass than this is left to unlisted words, it is added up from its parts, because a
   * difference would lose too many digits.
   */
  private static final double CANCELLATION = 1e-3;

  int size;
  int[] words = new int[16];
  double[] p = new double[16];
  double[] log10 = new double[16];
  double backoff;
  double log10Backoff;
  private UnigramSums unigrams; // null except for the unigrams
  private double total = 1; // Σ p of all words
  private double unlistedBelow = Double.NaN; // NaN: not computed yet

  /** Returns the level of the unigrams. */
  static TrieLevel unigrams(double[] linear) {
    TrieLevel level = new TrieLevel();
    level.unigrams = new UnigramSums(linear);
    level.size = linear.length;
    level.p = linear;
    level.total = level.unigrams.total();
    return level;
  }

  /** Returns probabilities from their log10. */
  static double[] linear(double[] log10) {
    return Arrays.stream(log10).map(x -> Math.pow(10, x)).toArray();
  }

  /**
   * Returns one level per context length.
   *
   * @param order order of the model
   * @param unigrams unigram probabilities by word id, linear
   */
  static TrieLevel[] all(int order, double[] unigrams) {
    TrieLevel[] levels = new TrieLevel[order];
    levels[0] = unigrams(unigrams);
    for (int length = 1; length < order; length++) {
      levels[length] = new TrieLevel();
    }
    return levels;
  }

  /** Turns the level into a context without n-grams and with back-off weight 1. */
  void clear() {
    size = 0;
    backoff = 1;
    log10Backoff = 0;
    unlistedBelow = Double.NaN;
  }

  /** Sets the back-off weight. */
  void backoff(double log10) {
    backoff = Math.pow(10, log10);
    log10Backoff = log10;
  }

  /** Appends a word; ids rise. */
  void add(int word, double probability, double log10Probability) {
    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
      p = Arrays.copyOf(p, 2 * size);
      log10 = Arrays.copyOf(log10, 2 * size);
    }
    words[size] = word;
    p[size] = probability;
    log10[size++] = log10Probability;
    unlistedBelow = Double.NaN;
  }

  private int find(int word) {
    return unigrams != null ? word : Arrays.binarySearch(words, 0, size, word);
  }

  /** Returns p of a word after the open context of a length. */
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

  /** Returns 1 − Σ p(w|h) over the words listed after the open context h of a length. */
  static double unlisted(TrieLevel[] levels, int length) {
    double listed = 0;
    for (int i = 0; i < levels[length].size; i++) {
      listed += levels[length].p[i];
    }
    return 1 - listed;
  }

  /**
   * Returns Σ p(w|h') over the words not listed after the open context h of a length, without
   * subtracting nearly equal numbers.
   */
  static double unlistedBelow(TrieLevel[] levels, int length) {
    TrieLevel level = levels[length];
    if (Double.isNaN(level.unlistedBelow)) {
      double listed = 0;
      for (int i = 0; i < level.size; i++) {
        listed += p(levels, length - 1, level.words[i]);
      }
      double rest = levels[length - 1].total - listed;
      level.unlistedBelow =
          rest < CANCELLATION ? without(levels, length - 1, level.words, level.size) : rest;
    }
    return level.unlistedBelow;
  }

  /**
   * Returns Σ p(w|h) over all words except some, for the open context h of a length: the sum over
   * words listed after h, plus γ(h) times the same sum of the shorter context over words that are
   * neither listed nor left out. Time: linear in the words listed and left out, not in the
   * vocabulary.
   *
   * @param words words left out, ascending
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
        n == level.size ? unlistedBelow(levels, length) : without(levels, length - 1, either, n);
    return sum + level.backoff * others;
  }

  /** Returns the back-off weight with which p(·|h) of the open context of a length sums to one. */
  static double normalizing(TrieLevel[] levels, int length) {
    double unlisted = unlisted(levels, length);
    if (unlisted <= 0) {
      return 0;
    }
    double unlistedBelow = unlistedBelow(levels, length);
    return unlistedBelow > 0 ? unlisted / unlistedBelow : 1;
  }
}
