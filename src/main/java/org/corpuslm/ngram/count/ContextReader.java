package org.corpuslm.ngram.count;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.TableReader;

/**
 * Reads the n-grams of one order of one shard context by context, in key order, with one or two
 * values beside each: those of its own table, and among them those of the hot contexts that it
 * needs. The arrays it hands out are its own and change with {@link #next}.
 */
public final class ContextReader implements Closeable {
  private final List<Rows> tables = new ArrayList<>(); // its own first, then those of hot contexts
  private final int length;
  private final int[] key;
  private Rows ahead;
  private boolean isHotContext;
  private int size;
  private int[] words = new int[64];
  private double[] first = new double[64];
  private double[] second = new double[64];

  private ContextReader(
      TableReader own, List<TableReader> hot, HotContexts needed, int order, boolean counts)
      throws IOException {
    this.length = order - 1;
    this.key = new int[length];
    tables.add(new Rows(own, length, counts, null));
    for (TableReader table : hot) {
      tables.add(new Rows(table, length, counts, needed));
    }
    choose();
  }

  /**
   * Over tables of a count store: first = raw count, second = adjusted count (both exact).
   *
   * @param hot tables of hot-context shards
   * @param needed which of their contexts the shard needs
   */
  static ContextReader ofCounts(
      TableReader own, List<TableReader> hot, HotContexts needed, int order) throws IOException {
    return new ContextReader(own, hot, needed, order, true);
  }

  /** Over tables of a model: first = log10 probability; there is no second. */
  public static ContextReader ofModel(
      TableReader own, List<TableReader> hot, HotContexts needed, int order) throws IOException {
    return new ContextReader(own, hot, needed, order, false);
  }

  /** Over the table of one shard of a model alone. */
  public static ContextReader ofModel(TableReader own, int order) throws IOException {
    return new ContextReader(own, List.of(), null, order, false);
  }

  /** Moves to the next context; false at the end. */
  public boolean next() throws IOException {
    if (!ahead.more) {
      return false;
    }
    System.arraycopy(ahead.key, 0, key, 0, length);
    isHotContext = ahead != tables.get(0);
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

  /** Finds the least context ahead; none is in two tables. */
  private void choose() {
    ahead = tables.get(0);
    for (int t = 1; t < tables.size(); t++) {
      Rows table = tables.get(t);
      if (table.more && (!ahead.more || NgramKeys.compare(table.key, ahead.key, length) < 0)) {
        ahead = table;
      }
    }
  }

  /** Whether the context after this one extends {@code parent} (reversed, as keys are). */
  public boolean nextExtends(int[] parent, int parentLength) {
    return ahead.more
        && NgramKeys.commonPrefixLength(ahead.key, parent, parentLength) == parentLength;
  }

  /** Whether the context is in a hot-context shard. */
  public boolean isHotContext() {
    return isHotContext;
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
    for (Rows rows : tables) {
      rows.table.close();
    }
  }

  /** A table, and its row that is next. */
  private static final class Rows {
    private final TableReader table;
    private final int length;
    private final boolean counts;
    private final HotContexts needed; // null: all
    private final int[] key;
    private boolean isNeeded; // the context in key
    private int word;
    private double first;
    private double second;
    private boolean more;

    Rows(TableReader table, int length, boolean counts, HotContexts needed) throws IOException {
      this.table = table;
      this.length = length;
      this.counts = counts;
      this.needed = needed;
      this.key = new int[length];
      Arrays.fill(key, -1);
      advance();
    }

    void advance() throws IOException {
      do {
        more = table.next();
      } while (more && !isNeeded());
      if (more) {
        word = table.int32(length);
        first = counts ? table.int64(length + 1) : table.float64(length + 1);
        second = counts ? table.int64(length + 2) : 0;
      }
    }

    /** Reads the context, and looks once whether it is needed. */
    private boolean isNeeded() {
      boolean same = true;
      for (int w = 0; w < length; w++) {
        int id = table.int32(w);
        same &= key[length - 1 - w] == id;
        key[length - 1 - w] = id;
      }
      if (needed == null) {
        return true;
      }
      if (!same) {
        isNeeded = needed.needs(key);
      }
      return isNeeded;
    }
  }
}
