package org.corpuslm.ngram.model;

/**
 * One shard of a model in memory: a trie of reversed contexts in primitive arrays, whose nodes hold
 * lists of next words. A look-up descends along the context's words from the last one, then backs
 * off until a node has the word. Memory: 12 bytes per n-gram; 20 per context, 16 if it is of the
 * greatest length; and 1.5 bits per word of the vocabulary. Quantized, a value takes its code's
 * bits instead of 8 bytes. Immutable and thread-safe.
 */
final class NgramShard {
  /** Index of the integer of a context that holds its first n-gram. */
  static final int NEXT = 1;

  /**
   * Index of the integer of a context that holds its first extension; the longest contexts have
   * none.
   */
  static final int CHILDREN = 2;

  private final RankBitSet words; // contexts of length 1
  private final NgramRows[]
      contexts; // [length from 1]; value: log10 back-off weight; one row more than contexts
  private final NgramRows[] ngrams; // [length of context]; value: log10 p

  /**
   * Makes a shard of the tables that a {@link ShardLoader} made.
   *
   * @param words words of the contexts of length 1; null at order 1
   * @param contexts contexts by length, with log10 back-off weights
   * @param ngrams n-grams by length of their context, with log10 p
   */
  NgramShard(RankBitSet words, NgramRows[] contexts, NgramRows[] ngrams) {
    this.words = words;
    this.contexts = contexts;
    this.ngrams = ngrams;
  }

  /** Returns the node of the context of one word, or −1. */
  int first(int word) {
    return words.of(word);
  }

  /** Returns the first node that extends a node. */
  int firstChild(int length, int node) {
    return contexts[length].integer(node, CHILDREN);
  }

  /** Returns the contexts of one length. */
  NgramRows contexts(int length) {
    return contexts[length];
  }

  /** Returns the n-grams whose context has one length. */
  NgramRows ngrams(int length) {
    return ngrams[length];
  }

  /**
   * Finds the nodes of a context, from its last word backwards.
   *
   * @param ids words; the context is {@code ids[from … to−1]}
   * @param nodes receives the node of the context of each length, from index 1
   * @return length of the longest context found
   */
  int find(int[] ids, int from, int to, int[] nodes) {
    int longest = Math.min(to - from, contexts.length - 1);
    int node = longest > 0 ? words.of(ids[to - 1]) : -1;
    int length = 0;
    while (node >= 0) {
      nodes[++length] = node;
      if (length == longest) {
        break;
      }
      node =
          contexts[length + 1].find(
              firstChild(length, node), firstChild(length, node + 1), ids[to - 1 - length]);
    }
    return length;
  }

  /** Returns the log10 back-off weight of a context. */
  double backoff(int length, int node) {
    return contexts[length].value(node);
  }

  /** Returns the index of a word among the n-grams of a context, or a number below 0. */
  int indexOf(int length, int node, int word) {
    return ngrams[length].find(firstIndex(length, node), endIndex(length, node), word);
  }

  /** Returns log10 p of the n-gram at an index. */
  double logProb(int length, int index) {
    return ngrams[length].value(index);
  }

  /** Returns the word of the n-gram at an index. */
  int word(int length, int index) {
    return ngrams[length].word(index);
  }

  /** Returns the index of the first n-gram of a context. */
  int firstIndex(int length, int node) {
    return contexts[length].integer(node, NEXT);
  }

  /** Returns the index after the last n-gram of a context. */
  int endIndex(int length, int node) {
    return contexts[length].integer(node + 1, NEXT);
  }
}
