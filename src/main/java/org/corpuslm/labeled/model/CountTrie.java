package org.corpuslm.labeled.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts of n-grams of symbols in memory, of one or more texts ("roots"), as a trie. N-grams of the
 * highest order are added; those of all lower orders follow as their suffixes. About 50 bytes per
 * n-gram of any order. Not thread-safe while n-grams are added.
 */
public final class CountTrie implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MIN_SLOTS = 1 << 10;

  private final int roots;
  private final int order;
  private int[] parents;
  private int[] symbols;
  private long[] counts;
  private long[] totals;
  private int[] types;
  private byte[] depths;
  private int[] slots = new int[MIN_SLOTS];
  private int size;

  /** Receives n-grams of the highest order. */
  public interface Visitor<E extends Exception> {
    /**
     * Receives an n-gram.
     *
     * @param ngram its symbols, {@code [order]}; the array is reused
     */
    void ngram(int root, int[] ngram, long count) throws E;
  }

  /**
   * Makes empty counts.
   *
   * @param roots number of texts that are counted apart
   * @param order highest order, 1 to 127
   */
  public CountTrie(int roots, int order) {
    this.roots = roots;
    this.order = order;
    int room = Math.max(64, 2 * roots);
    parents = new int[room];
    symbols = new int[room];
    counts = new long[room];
    totals = new long[room];
    types = new int[room];
    depths = new byte[room];
    size = roots;
  }

  /** Returns the highest order. */
  public int order() {
    return order;
  }

  /** Returns the number of roots. */
  public int roots() {
    return roots;
  }

  /**
   * Adds occurrences of an n-gram, and of its suffixes.
   *
   * @param ngram symbols of at least 0; the last {@link #order} of them are the n-gram
   * @param length number of symbols in use, at least the order
   */
  public void add(int root, int[] ngram, int length, long n) {
    for (int k = 1; k <= order; k++) {
      int context = root;
      for (int i = length - k; i < length - 1; i++) {
        context = childOrNew(context, ngram[i]);
      }
      int node = childOrNew(context, ngram[length - 1]);
      types[context] += counts[node] == 0 ? 1 : 0;
      counts[node] += n;
      totals[context] += n;
    }
  }

  /** Adds all n-grams of other counts of the same order and number of roots. */
  public void add(CountTrie other) {
    other.forEach((root, ngram, n) -> add(root, ngram, order, n));
  }

  /**
   * Passes all n-grams of the highest order on, by root, then by their symbols.
   *
   * @throws E if the visitor does
   */
  public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
    int[][] ngrams = new int[size][];
    for (int node = 0; node < size; node++) {
      ngrams[node] = depths[node] == order && counts[node] > 0 ? path(node) : null;
    }
    int[] sorted =
        IntStream.range(0, size)
            .filter(node -> ngrams[node] != null)
            .boxed()
            .sorted((a, b) -> Arrays.compare(ngrams[a], ngrams[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ngram = new int[order];
    for (int node : sorted) {
      System.arraycopy(ngrams[node], 1, ngram, 0, order);
      visitor.ngram(ngrams[node][0], ngram, counts[node]);
    }
  }

  /** Returns the root and the symbols of a node of the highest order. */
  private int[] path(int node) {
    int[] path = new int[order + 1];
    int at = node;
    for (int i = order; i > 0; i--) {
      path[i] = symbols[at];
      at = parents[at];
    }
    path[0] = at;
    return path;
  }

  /** Returns the node of a context and one more symbol, or −1; a root is its own number. */
  public int child(int node, int symbol) {
    if (node < 0) {
      return -1;
    }
    int mask = slots.length - 1;
    for (int s = hash(node, symbol) & mask; slots[s] != 0; s = (s + 1) & mask) {
      int child = slots[s] - 1;
      if (parents[child] == node && symbols[child] == symbol) {
        return child;
      }
    }
    return -1;
  }

  /** Returns how often an n-gram occurs; 0 for node −1. */
  public long count(int node) {
    return node < 0 ? 0 : counts[node];
  }

  /** Returns how often an n-gram occurs as the context of a symbol; 0 for node −1. */
  public long total(int node) {
    return node < 0 ? 0 : totals[node];
  }

  /** Returns the number of different symbols that follow an n-gram; 0 for node −1. */
  public int types(int node) {
    return node < 0 ? 0 : types[node];
  }

  /** Returns the approximate memory, in bytes of heap. */
  public long memory() {
    return 29L * parents.length + 4L * slots.length;
  }

  /** Returns the node of a context and one more symbol, and makes it if there is none. */
  int childOrNew(int node, int symbol) {
    int child = child(node, symbol);
    if (child >= 0) {
      return child;
    }
    if (size == parents.length) {
      int room = size + (size >> 1);
      parents = Arrays.copyOf(parents, room);
      symbols = Arrays.copyOf(symbols, room);
      counts = Arrays.copyOf(counts, room);
      totals = Arrays.copyOf(totals, room);
      types = Arrays.copyOf(types, room);
      depths = Arrays.copyOf(depths, room);
    }
    parents[size] = node;
    symbols[size] = symbol;
    depths[size] = (byte) (depths[node] + 1);
    size++;
    if (2 * size > slots.length) {
      rehash();
    } else {
      insert(size - 1);
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[Integer.highestOneBit(size) * 4];
    for (int node = roots; node < size; node++) {
      insert(node);
    }
  }

  private void insert(int node) {
    int mask = slots.length - 1;
    int s = hash(parents[node], symbols[node]) & mask;
    while (slots[s] != 0) {
      s = (s + 1) & mask;
    }
    slots[s] = node + 1;
  }

  private static int hash(int node, int symbol) {
    long h = (node * 0x9E3779B97F4A7C15L + symbol) * 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }
}
