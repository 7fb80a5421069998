package org.corpuslm.ngram.count;

import java.io.IOException;
import org.corpuslm.corpus.Vocabulary;

/**
 * Derives the n-grams of all orders of a shard from its sorted n-grams of the highest order, in one
 * pass. For every context length, one context is open: the last one read, with the next words seen
 * so far. When a context ends, its next words are complete; they go to the sink and, as one more
 * left neighbor each, into the context that is one word shorter. Raw counts add up. The adjusted
 * count of an n-gram below the highest order is its number of distinct left neighbors, or its raw
 * count if it begins with {@code <s>} (Heafield et al. 2013, Scalable modified Kneser-Ney language
 * model estimation, section 3).
 *
 * <p>Time: linear in the n-grams of all orders. Memory: the {@link Successors} of the largest
 * context of each length.
 */
final class AdjustedCountBuilder {
  private final int order;
  private final Sink sink;
  private final Successors[] open;
  private final int[] key;
  private boolean empty = true;

  /** Receives complete contexts; those of one length come in key order. */
  interface Sink {
    /**
     * Receives one context and its next words, in the order of their ids.
     *
     * @param length number of words of the context; the empty context (0) comes last and once
     * @param key the context's words, the last one first; reused
     * @param next the next words with their counts; reused
     */
    void context(int length, int[] key, Successors next) throws IOException;

    /**
     * Returns whether other shards have n-grams of this context too. Its next words are then
     * incomplete, and do not count as left neighbors before all parts have been added up.
     *
     * @param key the context's words, the last one first
     */
    default boolean isPart(int length, int[] key) {
      return false;
    }
  }

  AdjustedCountBuilder(int order, Sink sink) {
    this.order = order;
    this.sink = sink;
    this.key = new int[order];
    this.open = new Successors[order];
    for (int length = 0; length < order; length++) {
      open[length] = new Successors();
    }
  }

  /**
   * Adds the next n-gram of the highest order, in key order.
   *
   * @param ngram its key: context, the last word first, then the word
   */
  void add(int[] ngram, long count) throws IOException {
    int context = order - 1;
    int shared = empty ? 0 : NgramKeys.commonPrefixLength(key, ngram, context);
    if (!empty) {
      closeDownTo(shared);
    }
    System.arraycopy(ngram, 0, key, 0, order);
    open[context].add(ngram[context], count, count);
    empty = false;
  }

  /** Ends all open contexts and passes the empty one to the sink. */
  void finish() throws IOException {
    if (!empty) {
      closeDownTo(0);
    }
    sink.context(0, key, open[0].sorted());
  }

  /** Ends every open context that is longer than {@code shared} words. */
  private void closeDownTo(int shared) throws IOException {
    for (int length = order - 1; length > shared; length--) {
      Successors closing = open[length].sorted();
      if (!isPadding(length)) {
        sink.context(length, key, closing);
      }
      Successors shorter = open[length - 1];
      boolean raw = isPadding(length); // the shorter context begins with <s>
      long left = sink.isPart(length, key) ? 0 : 1;
      for (int i = 0; i < closing.size(); i++) {
        long count = closing.count(i);
        shorter.add(closing.word(i), count, raw ? count : left);
      }
      closing.clear();
    }
  }

  /**
   * Returns whether the open context of a length has more than one {@code <s>}. Such a context only
   * carries counts to the next shorter one, which begins with {@code <s>}; it is not part of the
   * model.
   */
  private boolean isPadding(int length) {
    return length >= 2 && key[length - 2] == Vocabulary.BOS;
  }
}
