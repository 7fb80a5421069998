package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.model.NgramTables;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;

/**
 * Sends the rows of one shard to the ranges of their first words. Packed: twice the order, plus 1
 * for back-off weights; then words and value, again and again.
 */
final class ArpaShard implements Iterator<Block> {
  private static final int BLOCK_BYTES = 1 << 18;

  private final Configuration conf;
  private final Published model;
  private final int order;
  private final int shard;
  private final WordRanges ranges;
  private final Deque<Block> ready = new ArrayDeque<>();
  private int table; // 2, 3, … = backoffs of length 1, n-grams of order 2, backoffs of length 2 …
  private TableReader reader;
  private ByteSink[] sinks;

  ArpaShard(Configuration conf, String path, int order, int shard, WordRanges ranges) {
    this.conf = conf;
    this.model = Published.open(conf, path);
    this.order = order;
    this.shard = shard;
    this.ranges = ranges;
    this.table = 2;
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && table < 2 * order) {
        fill();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !ready.isEmpty();
  }

  @Override
  public Block next() {
    return ready.remove();
  }

  /** Table 2 is the back-off weights of length 1, table 3 the bigrams, and so on. */
  private void fill() throws IOException {
    boolean backoffs = table % 2 == 0;
    int words = backoffs ? table / 2 : (table + 1) / 2;
    if (reader == null) {
      String directory =
          backoffs
              ? NgramTables.contextDirectory(words, shard)
              : NgramTables.ngramDirectory(words, shard);
      reader =
          new TableReader(
              conf,
              model,
              model.only(directory),
              backoffs ? NgramTables.contexts(words) : NgramTables.ngrams(words));
      sinks = new ByteSink[ranges.size()];
    }
    while (reader.next()) {
      int first = reader.int32(0);
      int range = ranges.of(first);
      ByteSink sink = sinks[range];
      if (sink == null) {
        sink = new ByteSink(1 << 12);
        sinks[range] = sink;
      }
      if (sink.size() == 0) {
        sink.put(2 * words + (backoffs ? 1 : 0));
      }
      sink.varint(first);
      for (int w = 1; w < words; w++) {
        sink.varint(reader.int32(w));
      }
      Decimals.pack(Decimals.of(reader.float64(words)), sink);
      if (sink.size() > BLOCK_BYTES) {
        ready.add(new Block(range, sink.take()));
        return;
      }
    }
    for (int range = 0; range < sinks.length; range++) {
      if (sinks[range] != null && sinks[range].size() > 0) {
        ready.add(new Block(range, sinks[range].take()));
      }
    }
    reader.close();
    reader = null;
    table++;
  }
}
