package org.corpuslm.ngram.count;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.corpuslm.runtime.TableReader;

/**
 * Reads the n-grams of one order of one shard context by context, in key order, with one or two
 * values beside each: those of its own table, and among them those of a table that it shares with
 * other shards. The arrays it hands out are its own and change with {@link #next}.
 */
public final class ContextReader implements Closeable {
  private final Rows own;
  private final Rows common; // null if there are none
  private final int length;
  private final int[] key;
  private Rows ahead;
  private boolean isCommon;
  private int size;
  private int[] words = new int[64];
  private double[] first = new double[64];
  private double[] second = new double[64];

  private ContextReader(Rows own, Rows common, int length) throws IOException {
    this.own = own;
    this.common = common;
    this.length = length;
    this.key = new int[length];
    choose();
  }

  /**
   * Over tables of a count store: first = raw count, second = adjusted count (both exact).
   *
   * @param common the table of the common shard, or null
   * @param wanted last words of contexts in that
   */
  public static ContextReader ofCounts(
      TableReader own, TableReader common, IntPredicate wanted, int order) throws IOException {
    return of(own, common, wanted, order, true);
  }

  /** Over tables of a model: first = log10 probability; there is no second. */
  public static ContextReader ofModel(
      TableReader own, TableReader common, IntPredicate wanted, int order) throws IOException {
    return of(own, common, wanted, order, false);
  }

  /** The same without a common shard. */
  public static ContextReader ofModel(TableReader own, int order) throws IOException {
    return ofModel(own, null, word -> true, order);
  }

  private static ContextReader of(
      TableReader own, TableReader common, IntPredicate wanted, int order, boolean counts)
      throws IOException {
    return new ContextReader(
        new Rows(own, order - 1, counts, word -> true),
        common == null ? null : new Rows(common, order - 1, counts, wanted),
        order - 1);
  }

  /** Moves to the next context; false at the end. */
  public boolean next() throws IOException {
    if (!ahead.more) {
      return false;
    }
    System.arraycopy(ahead.key, 0, key, 0, length);
    isCommon = ahead == common;
    size = 0;
    do {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
        first = Arrays.copyOf(first, 2 * size);
        second = Arrays.copyOf(second, 2 * size);
      }
      words[size] = ahead.word;
      first[size] = ahead.first;
      second[size++] = ahead.second;
      ahead.advance();
    } while (ahead.more && Arrays.equals(key, ahead.key));
    choose();
    return true;
  }

  /** No context is in both tables. */
  private void choose() {
    boolean fromCommon =
        common != null
            && common.more
            && (!own.more || NgramKeys.compare(common.key, own.key, length) < 0);
    ahead = fromCommon ? common : own;
  }

  /** Whether the context after this one extends {@code parent} (reversed, as keys are). */
  public boolean nextExtends(int[] parent, int parentLength) {
    return ahead.more && NgramKeys.shared(ahead.key, parent, parentLength) == parentLength;
  }

  /** Whether other shards have the context too. */
  public boolean isCommon() {
    return isCommon;
  }

  /** The context's words, the last one first. */
  public int[] key() {
    return key;
  }

  public int size() {
    return size;
  }

  public int[] words() {
    return words;
  }

  public double[] first() {
    return first;
  }

  public double[] second() {
    return second;
  }

  @Override
  public void close() throws IOException {
    own.table.close();
    if (common != null) {
      common.table.close();
    }
  }

  /** A table, and its row that is next. */
  private static final class Rows {
    private final TableReader table;
    private final int length;
    private final boolean counts;
    private final IntPredicate wanted;
    private final int[] key;
    private int word;
    private double first;
    private double second;
    private boolean more;

    Rows(TableReader table, int length, boolean counts, IntPredicate wanted) throws IOException {
      this.table = table;
      this.length = length;
      this.counts = counts;
      this.wanted = wanted;
      this.key = new int[length];
      advance();
    }

    void advance() throws IOException {
      do {
        more = table.next();
      } while (more && length > 0 && !wanted.test(table.int32(length - 1)));
      if (!more) {
        return;
      }
      for (int w = 0; w < length; w++) {
        key[length - 1 - w] = table.int32(w);
      }
      word = table.int32(length);
      if (counts) {
        first = table.int64(length + 1);
        second = table.int64(length + 2);
      } else {
        first = table.float64(length + 1);
      }
    }
  }
}
