package org.corpuslm.ngram.count;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.runtime.TableReader;

/**
 * The rows of one table of a shard, merged in key order with the rows of those hot contexts that
 * the shard needs. A row begins with the words of a context; this class does not interpret its
 * other columns. Memory: the buffers of the open tables. Not thread-safe.
 */
public final class ContextRows implements Closeable {
  private final List<Rows> tables = new ArrayList<>(); // the shard's own first
  private final HotContexts needed;
  private Rows current;

  /**
   * Merges open tables; {@link #close} closes them.
   *
   * @param own the shard's own table
   * @param hot the tables of the hot-context shards that the shard needs; no context is in two
   *     tables
   * @param needed the contexts of those tables that the shard needs; null if there are none
   * @param length number of words of the contexts
   */
  public ContextRows(TableReader own, List<TableReader> hot, HotContexts needed, int length) {
    this.needed = needed;
    tables.add(new Rows(own, length));
    for (TableReader table : hot) {
      tables.add(new Rows(table, length));
    }
  }

  /** Moves to the next row; returns false at the end. */
  public boolean next() throws IOException {
    if (current == null) {
      for (Rows rows : tables) {
        advance(rows);
      }
      current = first();
    } else {
      advance(current);
      if (current.isNewContext || !current.more) {
        current = first();
      }
    }
    return current.more;
  }

  /** Returns the table whose next context is the first one in key order. */
  private Rows first() {
    Rows first = tables.get(0);
    for (int t = 1; t < tables.size(); t++) {
      Rows rows = tables.get(t);
      if (rows.more && (!first.more || Arrays.compare(rows.key, first.key) < 0)) {
        first = rows;
      }
    }
    return first;
  }

  /** Moves a table to its next row of a context that is needed. */
  private void advance(Rows rows) throws IOException {
    boolean isNew = false;
    do {
      rows.advance();
      isNew |= rows.isNewContext;
      if (rows.isNewContext && rows != tables.get(0)) {
        rows.isNeeded = needed.needs(rows.key);
      }
    } while (rows.more && !rows.isNeeded);
    rows.isNewContext = isNew;
  }

  /** Returns the words of the row's context, the last one first; they change with {@link #next}. */
  public int[] key() {
    return current.key;
  }

  /** Returns the table at the row, to read the columns after the context. */
  public TableReader row() {
    return current.table;
  }

  /** Returns whether the row comes from a hot-context shard. */
  boolean isHotContext() {
    return current != tables.get(0);
  }

  @Override
  public void close() throws IOException {
    for (Rows rows : tables) {
      rows.table.close();
    }
  }

  /** One table and the context of its current row. */
  private static final class Rows {
    private final TableReader table;
    private final int[] key;
    private boolean isNewContext;
    private boolean isNeeded = true;
    private boolean more;

    Rows(TableReader table, int length) {
      this.table = table;
      this.key = new int[length];
      Arrays.fill(key, -1);
    }

    void advance() throws IOException {
      more = table.next();
      isNewContext = false;
      for (int w = 0; more && w < key.length; w++) {
        int id = table.int32(w);
        isNewContext |= key[key.length - 1 - w] != id;
        key[key.length - 1 - w] = id;
      }
    }
  }
}
