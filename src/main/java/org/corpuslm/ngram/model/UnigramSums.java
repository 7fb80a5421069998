package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;

/**
 * Unigram probabilities, and their sums over all words except some. Sums use additions only, with
 * precomputed blocks of {@value #BLOCK} words. Memory: 8 bytes per block.
 */
public final class UnigramSums {
  private static final int BLOCK = 256;

  private final double[] p;
  private final double[] blocks;

  /**
   * Adds up the blocks.
   *
   * @param p linear probabilities by word id; that of {@code <s>} is ignored in sums
   */
  public UnigramSums(double[] p) {
    this.p = p;
    this.blocks = new double[(p.length + BLOCK - 1) / BLOCK];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = words(b * BLOCK, Math.min(p.length, (b + 1) * BLOCK));
    }
  }

  /** Returns p of a word. */
  public double of(int word) {
    return p[word];
  }

  /** Returns Σ p(w) over all words. */
  double total() {
    return Arrays.stream(blocks).sum();
  }

  /**
   * Returns Σ p(w) over all words except some.
   *
   * @param words words left out, ascending
   * @param size number of words left out
   */
  public double without(int[] words, int size) {
    double sum = 0;
    int from = 0;
    for (int i = 0; i < size; i++) {
      sum += range(from, words[i]);
      from = words[i] + 1;
    }
    return sum + range(from, p.length);
  }

  private double range(int from, int to) {
    int first = (from + BLOCK - 1) / BLOCK;
    int last = to / BLOCK;
    if (first >= last) {
      return words(from, to);
    }
    double sum = words(from, first * BLOCK);
    for (int b = first; b < last; b++) {
      sum += blocks[b];
    }
    return sum + words(last * BLOCK, to);
  }

  private double words(int from, int to) {
    double sum = 0;
    for (int word = from; word < to; word++) {
      sum += word == Vocabulary.BOS ? 0 : p[word];
    }
    return sum;
  }
}
