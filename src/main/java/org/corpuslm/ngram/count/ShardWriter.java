package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final Octaves[] octaves;
  private final int order;
  private final Sharding sharding;
  private final List<ContextPart> parts = new ArrayList<>();
  private byte[] unigrams = new byte[0];

  /**
   * What a shard holds.
   *
   * @param totals sum of raw counts per order (index = order)
   * @param adjusted per order, counts of adjusted counts
   * @param raw per order, counts of raw counts
   * @param octaves per order, n-grams by the size of their raw counts
   * @param parts of contexts that other shards have parts of too
   * @param unigrams this shard's part of the unigram counts: (id distance, count, left neighbours)*
   */
  record Result(
      List<Staging.StagedFile> files,
      long[] totals,
      long[][] adjusted,
      long[][] raw,
      Octaves[] octaves,
      List<ContextPart> parts,
      byte[] unigrams)
      implements Serializable {}

  /**
   * Next words of a context, as far as this shard has them.
   *
   * @param key the context's words, the last one first
   * @param next packed as unigrams are
   */
  record ContextPart(int[] key, byte[] next) implements Serializable {}

  /**
   * Opens the tables.
   *
   * @param sharding which contexts are whole here; null if all are
   */
  ShardWriter(int order, int shard, Sharding sharding, Worker worker, Staging staging)
      throws IOException {
    this.order = order;
    this.sharding = sharding;
    tables = new TableWriter[order + 1];
    totals = new long[order + 1];
    adjustedCounts = new long[order + 1][OrderFacts.MOST + 1];
    rawCounts = new long[order + 1][OrderFacts.MOST + 1];
    octaves = new Octaves[order + 1];
    Arrays.setAll(octaves, k -> new Octaves());
    for (int k = 2; k <= order; k++) {
      tables[k] =
          new TableWriter(worker, staging, CountTables.file(k, shard), CountTables.columns(k));
    }
  }

  /** The longest contexts are never split: only their next words would be left to tell apart. */
  @Override
  public boolean isPart(int length, int[] key) {
    return sharding != null && length < order - 1 && sharding.splits(key, length);
  }

  @Override
  public void context(int length, int[] key, NextWords next) throws IOException {
    if (length == 0) {
      unigrams = pack(next);
    } else if (isPart(length, key)) {
      parts.add(new ContextPart(Arrays.copyOf(key, length), pack(next)));
    } else {
      write(length, key, next);
    }
  }

  private void write(int length, int[] key, NextWords next) throws IOException {
    int k = length + 1;
    TableWriter table = tables[k];
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
      totals[k] += count;
      octaves[k].add(count);
      if (adjusted <= OrderFacts.MOST) {
        adjustedCounts[k][(int) adjusted]++;
      }
      if (count <= OrderFacts.MOST) {
        rawCounts[k][(int) count]++;
      }
    }
  }

  private static byte[] pack(NextWords next) {
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

  /** Words as those with one more left neighbour, packed as in a {@link ContextPart}. */
  static byte[] packLeft(NextWords next) {
    ByteSink out = new ByteSink(1 << 12);
    int last = 0;
    for (int i = 0; i < next.size(); i++) {
      out.varint(next.word(i) - last);
      out.varlong(0);
      out.varlong(1);
      last = next.word(i);
    }
    return out.take();
  }

  Result finish() throws IOException {
    List<Staging.StagedFile> files = new ArrayList<>();
    for (int k = 2; k < tables.length; k++) {
      files.add(tables[k].finish());
    }
    return new Result(files, totals, adjustedCounts, rawCounts, octaves, parts, unigrams);
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
