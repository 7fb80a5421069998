package org.corpuslm.ngram.count;

import org.corpuslm.runtime.Columns;

/** Names and columns of the tables of a count store. */
public final class CountTables {
  private CountTables() {}

  /** w1 … wK, count, adjusted. */
  public static Columns columns(int order) {
    return new Columns().words(order).int64("count").int64("adjusted");
  }

  /** Unigrams are global: one file, in the order of the ids. */
  public static String unigrams() {
    return "counts/order=1/shard=0/part.parquet";
  }

  public static String shard(int order, int shard) {
    return order == 1
        ? unigrams()
        : "counts/order=%d/shard=%d/part.parquet".formatted(order, shard);
  }
}
