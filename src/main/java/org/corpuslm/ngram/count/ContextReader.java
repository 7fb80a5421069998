package org.corpuslm.ngram.count;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.corpuslm.runtime.TableReader;

/**
 * Reads the n-grams of one order of one shard context by context, in key order, with one or two
 * values beside each. The arrays it hands out are its own and change with {@link #next}.
 */
public final class ContextReader implements Closeable {
  private final TableReader table;
  private final int length;
  private final boolean counts;
  private final int[] key;
  private final int[] ahead;
  private int aheadWord;
  private double aheadFirst;
  private double aheadSecond;
  private boolean more;
  private int size;
  private int[] words = new int[64];
  private double[] first = new double[64];
  private double[] second = new double[64];

  private ContextReader(TableReader table, int order, boolean counts) throws IOException {
    this.table = table;
    this.length = order - 1;
    this.counts = counts;
    this.key = new int[length];
    this.ahead = new int[length];
    advance();
  }

  /** Over a table of a count store: first = raw count, second = adjusted count (both exact). */
  public static ContextReader ofCounts(TableReader table, int order) throws IOException {
    return new ContextReader(table, order, true);
  }

  /** Over a table of a model: first = log10 probability; there is no second. */
  public static ContextReader ofModel(TableReader table, int order) throws IOException {
    return new ContextReader(table, order, false);
  }

  /** Moves to the next context; false at the end. */
  public boolean next() throws IOException {
    if (!more) {
      return false;
    }
    System.arraycopy(ahead, 0, key, 0, length);
    size = 0;
    do {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
        first = Arrays.copyOf(first, 2 * size);
        second = Arrays.copyOf(second, 2 * size);
      }
      words[size] = aheadWord;
      first[size] = aheadFirst;
      second[size++] = aheadSecond;
      advance();
    } while (more && Arrays.equals(key, ahead));
    return true;
  }

  /** Whether the context after this one extends {@code parent} (reversed, as keys are). */
  public boolean nextExtends(int[] parent, int parentLength) {
    return more && NgramKeys.shared(ahead, parent, parentLength) == parentLength;
  }

  private void advance() throws IOException {
    more = table.next();
    if (!more) {
      return;
    }
    for (int w = 0; w < length; w++) {
      ahead[length - 1 - w] = table.int32(w);
    }
    aheadWord = table.int32(length);
    if (counts) {
      aheadFirst = table.int64(length + 1);
      aheadSecond = table.int64(length + 2);
    } else {
      aheadFirst = table.float64(length + 1);
    }
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
    table.close();
  }
}
