package org.corpuslm.ngram.count;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.TableReader;

/**
 * Reads the n-grams of one order of one shard context by context, in key order, with one or two
 * values each: those of the shard's own table, merged with those of the hot contexts that the shard
 * needs. The arrays it returns belong to it and change with {@link #next}. Memory: the n-grams of
 * the largest context. Not thread-safe.
 */
public final class ContextReader implements Closeable {
  private final ContextRows rows;
  private final boolean counts;
  private final int length;
  private final int[] key;
  private boolean more; // whether rows are at the first n-gram of the next context
  private boolean isHotContext;
  private int size;
  private int[] words = new int[64];
  private double[] first = new double[64];
  private double[] second = new double[64];

  private ContextReader(
      TableReader own, List<TableReader> hot, HotContexts needed, int order, boolean counts)
      throws IOException {
    this.rows = new ContextRows(own, hot, needed, order - 1);
    this.counts = counts;
    this.length = order - 1;
    this.key = new int[length];
    this.more = rows.next();
  }

  /**
   * Opens tables of a count store; first = raw count, second = adjusted count (both exact).
   *
   * @param own the shard's table; closed with the reader, as are those of {@code hot}
   * @param hot tables of the hot-context shards that the shard needs
   * @param needed the contexts of those tables that the shard needs
   */
  static ContextReader ofCounts(
      TableReader own, List<TableReader> hot, HotContexts needed, int order) throws IOException {
    return new ContextReader(own, hot, needed, order, true);
  }

  /**
   * Opens tables of a model; first = log10 probability, no second.
   *
   * @param own the shard's table; closed with the reader, as are those of {@code hot}
   * @param hot tables of the hot-context shards that the shard needs
   * @param needed the contexts of those tables that the shard needs
   */
  public static ContextReader ofModel(
      TableReader own, List<TableReader> hot, HotContexts needed, int order) throws IOException {
    return new ContextReader(own, hot, needed, order, false);
  }

  /** Opens a shard's own table of a model, without hot contexts; first = log10 probability. */
  public static ContextReader ofModel(TableReader own, int order) throws IOException {
    return new ContextReader(own, List.of(), null, order, false);
  }

  /** Moves to the next context; returns false at the end. */
  public boolean next() throws IOException {
    if (!more) {
      return false;
    }
    System.arraycopy(rows.key(), 0, key, 0, length);
    isHotContext = rows.isHotContext();
    size = 0;
    do {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
        first = Arrays.copyOf(first, 2 * size);
        second = Arrays.copyOf(second, 2 * size);
      }
      TableReader row = rows.row();
      words[size] = row.int32(length);
      first[size] = counts ? row.int64(length + 1) : row.float64(length + 1);
      second[size++] = counts ? row.int64(length + 2) : 0;
      more = rows.next();
    } while (more && Arrays.equals(key, rows.key()));
    return true;
  }

  /**
   * Returns whether the context after the current one extends another context.
   *
   * @param parent the other context, the last word first
   */
  public boolean nextExtends(int[] parent, int parentLength) {
    return more && NgramKeys.commonPrefixLength(rows.key(), parent, parentLength) == parentLength;
  }

  /** Returns whether the context comes from a hot-context shard. */
  public boolean isHotContext() {
    return isHotContext;
  }

  /** Returns the context's words, the last one first. */
  public int[] key() {
    return key;
  }

  /** Returns the number of n-grams of the context. */
  public int size() {
    return size;
  }

  /** Returns the next words, ascending, at {@code 0 … size−1}. */
  public int[] words() {
    return words;
  }

  /** Returns raw counts or log10 probabilities at {@code 0 … size−1}. */
  public double[] first() {
    return first;
  }

  /** Returns adjusted counts at {@code 0 … size−1}. */
  public double[] second() {
    return second;
  }

  /**
   * Returns the index of a word among ascending words, {@code words[from … to−1]}, or a number
   * below 0. Searches in steps that double, so that finding a whole list of ascending words one
   * after another takes no longer than a merge.
   */
  public static int find(int[] words, int from, int to, int word) {
    int low = from;
    int step = 1;
    while (low + step < to && words[low + step] < word) {
      low += step;
      step <<= 1;
    }
    return Arrays.binarySearch(words, low, Math.min(to, low + step + 1), word);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
