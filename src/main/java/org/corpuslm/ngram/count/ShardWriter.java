package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes the tables of one shard of a count store, of orders 2 and higher. Close it in any case;
 * only finished tables become part of the store.
 */
final class ShardWriter implements AutoCloseable {
  private final TableWriter[] tables; // [order]
  private final CountStats stats;

  /**
   * Tables that a task has written.
   *
   * @param files the tables
   * @param stats sums over their rows
   */
  record Result(ArrayList<Staging.StagedFile> files, CountStats stats) implements Serializable {
    /** Returns an empty result. */
    static Result of(int order) {
      return new Result(new ArrayList<>(), new CountStats(order));
    }
  }

  /**
   * Creates the tables.
   *
   * @param shard an ordinary or a hot-context shard
   */
  ShardWriter(int order, int shard, TaskContext task, Staging staging) throws IOException {
    tables = new TableWriter[order + 1];
    stats = new CountStats(order);
    for (int k = 2; k <= order; k++) {
      tables[k] =
          new TableWriter(task, staging, CountStore.tableFile(k, shard), CountStore.columns(k));
    }
  }

  /**
   * Writes the n-grams of one context; the contexts of one length come in key order.
   *
   * @param key the context's words, the last one first
   * @param next its next words, sorted
   */
  void write(int length, int[] key, Successors next) throws IOException {
    TableWriter table = tables[length + 1];
    for (int i = 0; i < next.size(); i++) {
      for (int w = 0; w < length; w++) {
        table.put(w, key[length - 1 - w]);
      }
      table.put(length, next.word(i));
      table.put(length + 1, next.count(i));
      table.put(length + 2, next.adjusted(i));
      table.endRow();
      stats.add(length + 1, next.count(i), next.adjusted(i));
    }
  }

  /** Finishes the tables and adds them to a result. */
  void finish(Result result) throws IOException {
    List<Staging.StagedFile> files = result.files();
    for (int k = 2; k < tables.length; k++) {
      files.add(tables[k].finish());
    }
    result.stats().add(stats);
  }

  @Override
  public void close() throws IOException {
    for (TableWriter table : tables) {
      if (table != null) {
        table.close();
      }
    }
  }
}
