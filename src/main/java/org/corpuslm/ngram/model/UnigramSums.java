package org.corpuslm.ngram.model;

import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;

/**
 * Sums of unigram probabilities over all words but some, with additions alone: words that are not
 * left out are added up in blocks. Memory: 8 bytes for every {@value #BLOCK} words.
 */
public final class UnigramSums {
  private static final int BLOCK = 256;

  private final double[] p;
  private final double[] blocks;

  /**
   * Adds the blocks up.
   *
   * @param p linear, by word; {@code <s>} does not count
   */
  public UnigramSums(double[] p) {
    this.p = p;
    this.blocks = new double[(p.length + BLOCK - 1) / BLOCK];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = words(b * BLOCK, Math.min(p.length, (b + 1) * BLOCK));
    }
  }

  /** p of a word. */
  public double of(int word) {
    return p[word];
  }

  double total() {
    return Arrays.stream(blocks).sum();
  }

  /**
   * Σ p(w) over all words but some.
   *
   * @param words left out, rising
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
