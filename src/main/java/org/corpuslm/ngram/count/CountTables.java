package org.corpuslm.ngram.count;

import org.corpuslm.runtime.Columns;

/** Names and columns of the tables of a count store. */
public final class CountTables {
  private CountTables() {}

  /** w1 … wK, count, adjusted. */
  public static Columns columns(int order) {
    return new Columns().words(order).int64("count").int64("adjusted");
  }

  /** Where a table is; of order 1 the shard is a range of word ids. */
  static String directory(int order, int shard) {
    return "counts/order=%d/shard=%d".formatted(order, shard);
  }

  /** The file in such a directory. */
  static String file(int order, int shard) {
    return directory(order, shard) + "/part.parquet";
  }
}
