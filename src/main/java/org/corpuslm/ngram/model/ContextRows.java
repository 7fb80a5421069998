package org.corpuslm.ngram.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.count.Sharding;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/** The contexts of one length of a shard, and those it shares with others, in key order. */
final class ContextRows implements Closeable {
  private final Rows own;
  private final Rows common; // null without a common shard
  private final Sharding sharding;
  private final int shard;
  private Rows current;

  private ContextRows(Rows own, Rows common, Sharding sharding, int shard) {
    this.own = own;
    this.common = common;
    this.sharding = sharding;
    this.shard = shard;
  }

  static ContextRows open(
      Configuration conf, Published model, int length, int shard, Sharding sharding)
      throws IOException {
    PublishedFile file = model.only(NgramTables.contextDirectory(length, shard));
    PublishedFile common = NgramTables.commonContexts(model, length);
    ContextRows rows =
        new ContextRows(
            new Rows(conf, model, file, length),
            common == null ? null : new Rows(conf, model, common, length),
            sharding,
            shard);
    rows.own.advance();
    rows.advanceCommon();
    return rows;
  }

  /** No fewer than there are. */
  int most() {
    return (int) (own.file.rows() + (common == null ? 0 : common.file.rows()));
  }

  /** Moves to the next context; false at the end. */
  boolean next() throws IOException {
    if (current == own) {
      own.advance();
    } else if (current != null) {
      advanceCommon();
    }
    boolean fromCommon =
        common != null && common.more && (!own.more || Arrays.compare(common.key, own.key) < 0);
    current = fromCommon ? common : own;
    return current.more;
  }

  private void advanceCommon() throws IOException {
    if (common != null) {
      do {
        common.advance();
      } while (common.more && !sharding.has(shard, common.key[0]));
    }
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
    own.table.close();
    if (common != null) {
      common.table.close();
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
      this.table = new TableReader(conf, model, file, NgramTables.contexts(length));
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
