package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.HotContexts;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** Reads the contexts of one length of a shard, and the hot ones that it needs, in key order. */
final class ContextRows implements Closeable {
  private final List<Rows> tables = new ArrayList<>(); // its own first, then those of hot contexts
  private final HotContexts hot;
  private Rows current;

  private ContextRows(HotContexts hot) {
    this.hot = hot;
  }

  static ContextRows open(
      Configuration conf, Published model, int length, int shard, HotContexts hot)
      throws IOException {
    ContextRows rows = new ContextRows(hot);
    rows.add(conf, model, length, shard);
    for (int hotShard : hot.shards()) {
      rows.add(conf, model, length, hotShard);
    }
    return rows;
  }

  private void add(Configuration conf, Published model, int length, int shard) throws IOException {
    PublishedFile file = model.only(NgramModelTables.contextDirectory(length, shard));
    if (!tables.isEmpty() && file.rows() == 0) {
      return;
    }
    Rows rows = new Rows(conf, model, file, length);
    tables.add(rows);
    advance(rows);
  }

  /** No fewer than there are. */
  int most() {
    return Math.toIntExact(tables.stream().mapToLong(t -> t.file.rows()).sum());
  }

  /** Moves to the next context; false at the end. */
  boolean next() throws IOException {
    if (current != null) {
      advance(current);
    }
    current = tables.get(0);
    for (int t = 1; t < tables.size(); t++) {
      Rows table = tables.get(t);
      if (table.more && (!current.more || Arrays.compare(table.key, current.key) < 0)) {
        current = table;
      }
    }
    return current.more;
  }

  private void advance(Rows rows) throws IOException {
    do {
      rows.advance();
    } while (rows.more && rows != tables.get(0) && !hot.needs(rows.key));
  }

  /** The context's words, the last one first. */
  int[] key() {
    return current.key;
  }

  /** Its log10 back-off weight. */
  double backoff() {
    return current.backoff;
  }

  @Override
  public void close() throws IOException {
    for (Rows rows : tables) {
      rows.table.close();
    }
  }

  private static final class Rows {
    private final PublishedFile file;
    private final TableReader table;
    private final int[] key;
    private double backoff;
    private boolean more;

    Rows(Configuration conf, Published model, PublishedFile file, int length) {
      this.file = file;
      this.table = new TableReader(conf, model, file, NgramModelTables.contexts(length));
      this.key = new int[length];
    }

    void advance() throws IOException {
      more = table.next();
      for (int w = 0; more && w < key.length; w++) {
        key[key.length - 1 - w] = table.int32(w);
      }
      backoff = more ? table.float64(key.length) : 0;
    }
  }
}
