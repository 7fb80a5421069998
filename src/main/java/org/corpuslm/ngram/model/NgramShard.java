package org.corpuslm.ngram.model;

/**
 * One shard of a model in memory: a trie of reversed contexts, whose nodes hold next-word lists, in
 * primitive arrays. 12 bytes an n-gram, 20 a context, 16 one of the longest, and 1.5 bits a word of
 * the vocabulary; where it is quantized, codes instead of 8 bytes for every value. A look-up walks
 * down the context's words from the last one, then back up until the word is found. Immutable.
 */
final class NgramShard {
  /** Integers of a context: its first n-gram, and, but for the longest, its first extension. */
  static final int NEXT = 1;

  static final int CHILDREN = 2;

  private final RankBitSet words; // contexts of length 1
  private final NgramTable[]
      contexts; // by length, from 1; value: log10 back-off weight; one more row
  private final NgramTable[] ngrams; // by length of their context; value: log10 p

  /**
   * Takes over tables that a {@link ShardLoader} made.
   *
   * @param words of the contexts of length 1; null at order 1
   */
  NgramShard(RankBitSet words, NgramTable[] contexts, NgramTable[] ngrams) {
    this.words = words;
    this.contexts = contexts;
    this.ngrams = ngrams;
  }

  /** Node of the context of one word, or −1. */
  int first(int word) {
    return words.of(word);
  }

  /** First node that extends this one. */
  int firstChild(int length, int node) {
    return contexts[length].integer(node, CHILDREN);
  }

  /** The contexts of one length. */
  NgramTable contexts(int length) {
    return contexts[length];
  }

  /** The n-grams whose context has one length. */
  NgramTable ngrams(int length) {
    return ngrams[length];
  }

  /**
   * Finds the nodes of a context, from its last word back.
   *
   * @param ids words; the context is those at {@code from … to−1}
   * @param nodes receives the node of the context of each length, from index 1
   * @return the longest length found
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

  /** log10 back-off weight of a context. */
  double backoff(int length, int node) {
    return contexts[length].value(node);
  }

  /** Index of a word among the n-grams of this context, or below 0. */
  int indexOf(int length, int node, int word) {
    return ngrams[length].find(firstIndex(length, node), endIndex(length, node), word);
  }

  /** log10 p of the n-gram at an index. */
  double logProb(int length, int index) {
    return ngrams[length].value(index);
  }

  int word(int length, int index) {
    return ngrams[length].word(index);
  }

  int firstIndex(int length, int node) {
    return contexts[length].integer(node, NEXT);
  }

  int endIndex(int length, int node) {
    return contexts[length].integer(node + 1, NEXT);
  }
}
