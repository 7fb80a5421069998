package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.Worker;

/** Writes all orders of one shard; its share of the unigrams goes back to the driver. */
final class ShardWriter implements ContextTrie.Sink, AutoCloseable {
  private final TableWriter[] tables;
  private final long[] totals;
  private final long[][] adjustedCounts;
  private final long[][] rawCounts;
  private byte[] unigrams = new byte[0];

  /**
   * What a shard holds.
   *
   * @param totals sum of raw counts per order (index = order)
   * @param adjusted per order, counts of adjusted counts
   * @param raw per order, counts of raw counts
   * @param unigrams this shard's part of the unigram counts: (id distance, count, left neighbours)*
   */
  record Result(
      List<Staging.StagedFile> files,
      long[] totals,
      long[][] adjusted,
      long[][] raw,
      byte[] unigrams)
      implements Serializable {}

  ShardWriter(int order, int shard, Worker worker, Staging staging) throws IOException {
    tables = new TableWriter[order + 1];
    totals = new long[order + 1];
    adjustedCounts = new long[order + 1][OrderFacts.MOST + 1];
    rawCounts = new long[order + 1][OrderFacts.MOST + 1];
    for (int k = 2; k <= order; k++) {
      tables[k] =
          new TableWriter(worker, staging, CountTables.shard(k, shard), CountTables.columns(k));
    }
  }

  @Override
  public void context(int length, int[] key, ContextTrie.NextWords next) throws IOException {
    if (length == 0) {
      unigrams = pack(next);
      return;
    }
    int order = length + 1;
    TableWriter table = tables[order];
    for (int i = 0; i < next.size(); i++) {
      long count = next.count(i);
      long adjusted = next.adjusted(i);
      for (int w = 0; w < length; w++) {
        table.put(w, key[length - 1 - w]);
      }
      table.put(length, next.word(i));
      table.put(length + 1, count);
      table.put(length + 2, adjusted);
      table.endRow();
      totals[order] += count;
      if (adjusted <= OrderFacts.MOST) {
        adjustedCounts[order][(int) adjusted]++;
      }
      if (count <= OrderFacts.MOST) {
        rawCounts[order][(int) count]++;
      }
    }
  }

  private static byte[] pack(ContextTrie.NextWords next) {
    ByteSink out = new ByteSink(1 << 12);
    int last = 0;
    for (int i = 0; i < next.size(); i++) {
      out.varint(next.word(i) - last);
      out.varlong(next.count(i));
      out.varlong(next.adjusted(i));
      last = next.word(i);
    }
    return out.take();
  }

  Result finish() throws IOException {
    List<Staging.StagedFile> files = new ArrayList<>();
    for (int k = 2; k < tables.length; k++) {
      files.add(tables[k].finish());
    }
    return new Result(files, totals, adjustedCounts, rawCounts, unigrams);
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
