package org.corpuslm.ngram.count;

/**
 * The key order of n-grams inside a shard: reversed context first, then the word. The key of (w1 …
 * wn) is (w_{n−1}, w_{n−2}, …, w1, wn). So all n-grams of a context are adjacent, and so are all
 * contexts with a common end: a sorted shard is a trie of reversed contexts.
 */
final class NgramKeys {
  private NgramKeys() {}

  /** Returns the number of leading words that two keys share, at most {@code length}. */
  static int commonPrefixLength(int[] a, int[] b, int length) {
    int i = 0;
    while (i < length && a[i] == b[i]) {
      i++;
    }
    return i;
  }

  /** Compares the first {@code length} words of two keys. */
  static int compare(int[] a, int[] b, int length) {
    int i = commonPrefixLength(a, b, length);
    return i == length ? 0 : Integer.compare(a[i], b[i]);
  }
}
