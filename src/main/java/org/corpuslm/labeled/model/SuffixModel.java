package org.corpuslm.labeled.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * P(label | word) of words that were never seen, from their suffixes (Brants 2000, section 2.3):
 * suffixes of up to ten characters of the training words that occur at most ten times, apart for
 * words with and without a capital. With S(m) = P̂(label | suffix of m characters),
 *
 * <pre>  P(m) = (S(m) + θ P(m−1)) / (1 + θ),   P(0) = S(0)</pre>
 *
 * where θ is the standard deviation of the probabilities of the labels (equation 10).
 */
final class SuffixModel {
  private static final int MAX_SUFFIX = 10;
  private static final int RARE = 10;
  private static final int LOWER = 0;
  private static final int CAPITAL = 1;

  private final int labels;
  private final double[] prior; // P̂(label)
  private final double theta;
  private final CountTrie suffixes; // root, characters from the last on
  private final List<int[]> counts = new ArrayList<>(); // by node: label, count, label, count, …

  /**
   * Makes the model.
   *
   * @param emissions counts of (word, label), of order 2 with one root
   */
  SuffixModel(CountTrie emissions, Vocabulary vocabulary, int labels) {
    this.labels = labels;
    this.prior = new double[labels];
    this.suffixes = new CountTrie(2, MAX_SUFFIX);
    long[] all = new long[labels];
    emissions.forEach((root, pair, n) -> all[pair[1]] += n);
    long tokens = 0;
    for (long n : all) {
      tokens += n;
    }
    double squares = 0;
    for (int l = 0; l < labels; l++) {
      prior[l] = (double) all[l] / tokens;
      squares += (prior[l] - 1.0 / labels) * (prior[l] - 1.0 / labels);
    }
    theta = labels > 1 ? Math.sqrt(squares / (labels - 1)) : 1;
    emissions.forEach(
        (root, pair, n) -> {
          boolean rare = emissions.total(emissions.child(0, pair[0])) <= RARE;
          if (rare && pair[0] > Vocabulary.EOS) {
            add(vocabulary.word(pair[0]), pair[1], n);
          }
        });
  }

  private void add(String word, int label, long n) {
    int node = root(word);
    add(node, label, n);
    int[] characters = word.codePoints().toArray();
    for (int m = 1; m <= Math.min(MAX_SUFFIX, characters.length); m++) {
      node = suffixes.childOrNew(node, characters[characters.length - m]);
      add(node, label, n);
    }
  }

  private void add(int node, int label, long n) {
    while (counts.size() <= node) {
      counts.add(new int[0]);
    }
    int[] pairs = counts.get(node);
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] == label) {
        pairs[i + 1] += (int) n;
        return;
      }
    }
    int[] more = Arrays.copyOf(pairs, pairs.length + 2);
    more[pairs.length] = label;
    more[pairs.length + 1] = (int) n;
    counts.set(node, more);
  }

  private static int root(String word) {
    return Character.isUpperCase(word.codePointAt(0)) ? CAPITAL : LOWER;
  }

  /** Returns P̂(label), {@code [labels]}. */
  double[] prior() {
    return prior;
  }

  /** Returns P(label | word), {@code [labels]}. */
  double[] of(String word) {
    int node = root(word);
    double[] p = prior.clone();
    lengthen(p, node, 0);
    int[] characters = word.codePoints().toArray();
    for (int m = 1; m <= Math.min(MAX_SUFFIX, characters.length); m++) {
      node = suffixes.child(node, characters[characters.length - m]);
      if (node < 0) {
        break;
      }
      lengthen(p, node, theta);
    }
    return p;
  }

  /** Replaces P(m−1) by P(m), or keeps it if no training word has the suffix. */
  private void lengthen(double[] p, int node, double weight) {
    int[] pairs = node < counts.size() ? counts.get(node) : new int[0];
    long total = 0;
    for (int i = 1; i < pairs.length; i += 2) {
      total += pairs[i];
    }
    if (total == 0) {
      return;
    }
    for (int l = 0; l < labels; l++) {
      p[l] *= weight / (1 + weight);
    }
    for (int i = 0; i < pairs.length; i += 2) {
      p[pairs[i]] += (double) pairs[i + 1] / total / (1 + weight);
    }
  }
}
