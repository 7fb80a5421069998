package org.corpuslm.ngram.count;

/**
 * The key order of n-grams inside a shard: reversed context first, then the word. The key of (w1 …
 * wn) is (w_{n-1}, w_{n-2}, …, w1, wn): all n-grams of one context are contiguous, and so are all
 * contexts with a common end, so that a shard is a trie of contexts.
 */
final class NgramKeys {
  private NgramKeys() {}

  /** Length of the common prefix of two keys. */
  static int commonPrefixLength(int[] a, int[] b, int length) {
    int i = 0;
    while (i < length && a[i] == b[i]) {
      i++;
    }
    return i;
  }

  static int compare(int[] a, int[] b, int length) {
    int i = commonPrefixLength(a, b, length);
    return i == length ? 0 : Integer.compare(a[i], b[i]);
  }
}
