package org.corpuslm.ngram.model;

import org.corpuslm.corpus.Vocabulary;

/** Looks up all n-grams of sentences, 64 at a time. Not thread-safe. */
final class SentenceLookup {
  private static final int AT_A_TIME = 64;

  private final LookupBatch batch;
  private final int longest; // length of the longest contexts
  private final int[] padded;
  private final int[] starts = new int[AT_A_TIME];
  private final int[] ends = new int[AT_A_TIME];
  private final int[] words = new int[AT_A_TIME];
  private final double[] answers = new double[AT_A_TIME];
  private final byte[] orders = new byte[AT_A_TIME];

  /**
   * Prepares look-ups.
   *
   * @param order order of the model
   */
  SentenceLookup(LookupBatch batch, int order) {
    this.batch = batch;
    this.longest = order - 1;
    this.padded = new int[AT_A_TIME + order];
  }

  /**
   * Looks up one sentence.
   *
   * @param ids words and {@code </s>} at {@code from … to−1}; {@code <s>} is implied
   * @param log10 receives log10 p(word | preceding words) at the same indices
   * @param order receives the order of the n-gram that gave each value, at the same indices
   */
  void run(int[] ids, int from, int to, double[] log10, byte[] order) {
    for (int start = from; start < to; start += AT_A_TIME) {
      int size = Math.min(AT_A_TIME, to - start);
      // The preceding words that contexts reach; <s> first if they reach the beginning.
      int before = Math.min(longest, start - from + 1);
      for (int w = 0; w < before + size; w++) {
        int at = start - before + w;
        padded[w] = at < from ? Vocabulary.BOS : ids[at];
      }
      for (int i = 0; i < size; i++) {
        ends[i] = before + i;
        starts[i] = Math.max(0, ends[i] - longest);
        words[i] = padded[ends[i]];
      }
      batch.run(padded, starts, ends, words, size, answers, orders);
      System.arraycopy(answers, 0, log10, start, size);
      System.arraycopy(orders, 0, order, start, size);
    }
  }
}
