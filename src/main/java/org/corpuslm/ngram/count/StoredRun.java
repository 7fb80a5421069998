package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.TableReader;

/**
 * The n-grams of the highest order in one table of a shard, as a run. N-grams padded with more than
 * one {@code <s>} are not in the table of the highest order; they are the rows of shorter n-grams
 * that begin with {@code <s>}. So the runs over all tables of a shard are the n-grams that were
 * merged into it.
 */
final class StoredRun implements RunMerger.Run, AutoCloseable {
  private final TableReader table;
  private final int length;
  private final int[] key;
  private final IntPredicate wanted;
  private long count;

  private StoredRun(TableReader table, int length, int order, IntPredicate wanted) {
    this.table = table;
    this.length = length;
    this.wanted = wanted;
    this.key = new int[order];
    Arrays.fill(key, Vocabulary.BOS);
  }

  /** Opens the tables of one shard; the caller closes each run. */
  static List<StoredRun> of(Configuration conf, CountStore store, Sharding sharding, int shard) {
    int order = store.facts().order();
    List<StoredRun> runs = new ArrayList<>();
    if (order == 1) { // the tables hold ranges of words, not shards
      IntPredicate here = word -> sharding.shardOf(new int[] {word}, 0) == shard;
      for (int range = 0; range < store.unigramTables(); range++) {
        runs.add(new StoredRun(store.table(conf, 1, range), 1, 1, here));
      }
      return runs;
    }
    for (int k = 2; k <= order; k++) {
      IntPredicate any = first -> true;
      IntPredicate fromStart = first -> first == Vocabulary.BOS;
      runs.add(new StoredRun(store.table(conf, k, shard), k, order, k == order ? any : fromStart));
    }
    return runs;
  }

  @Override
  public boolean next() throws IOException {
    while (table.next()) {
      count = table.int64(length);
      if (count > 0 && wanted.test(table.int32(0))) {
        int context = length - 1;
        for (int w = 0; w < context; w++) {
          key[context - 1 - w] = table.int32(w);
        }
        key[key.length - 1] = table.int32(context);
        return true;
      }
    }
    return false;
  }

  @Override
  public int[] key() {
    return key;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
