package org.corpuslm.ngram.count;

import java.io.IOException;
import org.corpuslm.corpus.Vocabulary;

/**
 * Derives all orders of a shard from its sorted n-grams of the highest order, in one pass. For the
 * context that is open at each length it keeps the next words seen so far; when a context ends, its
 * list is complete and goes to the sink and, as one more left neighbor, into the context that is
 * one word shorter. Raw counts add up; the adjusted count of a shorter n-gram is its number of left
 * neighbors, or its raw count if it begins with {@code <s>} (Chen & Goodman 1998). Memory: that of
 * the {@link Successors} of the largest context of each length.
 */
final class AdjustedCountBuilder {
  private final int order;
  private final Sink sink;
  private final Successors[] open;
  private final int[] key;
  private boolean empty = true;

  /** Receives complete contexts, the contexts of one length in key order. */
  interface Sink {
    /**
     * One context and its next words, in the order of their ids.
     *
     * @param length of the context; 0 is the empty one, which comes last and once
     * @param key the context's words, the last one first
     */
    void context(int length, int[] key, Successors next) throws IOException;

    /**
     * Whether other shards have n-grams of this context too, so that its next words here are a part
     * of all: they are nobody's left neighbors until the parts are put together.
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

  /** Takes the next n-gram of the highest order, in key order. */
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

  /** Ends all contexts. */
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
   * Whether the open context of this length has more than one {@code <s>}: it only carries counts
   * to the shorter one, which begins with {@code <s>}, and is no part of the model.
   */
  private boolean isPadding(int length) {
    return length >= 2 && key[length - 2] == Vocabulary.BOS;
  }
}
