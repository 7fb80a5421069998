package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upper bound of the memory and disk space that counting takes, computed before it starts. Each
 * further order adds one table per task and one word per n-gram of the shuffle.
 *
 * @param order length of the longest n-grams
 * @param tokens tokens of the text, including one {@code </s>} per sentence
 * @param tables bytes of heap for the tables of one shard
 * @param shuffle bytes of packed n-grams on the local disks
 * @param store bytes of the tables of all orders on the disk
 */
record CountDemand(int order, int shards, long tokens, long tables, long shuffle, long store) {
  private static final Logger LOG = LoggerFactory.getLogger(CountDemand.class);

  /** Orders from this one on have their demand logged. */
  static final int HIGH_ORDER = 7;

  /** Bytes of a word in a packed n-gram or in a table; measured and rounded up. */
  private static final int WORD_BYTES = 3;

  /**
   * The largest shard is assumed to have at most this many times the tokens of the average shard.
   */
  private static final int UNEVEN = 2;

  /**
   * Computes the demand.
   *
   * @param tokens tokens of the text, including one {@code </s>} per sentence
   */
  static CountDemand of(int order, int shards, long tokens) {
    long rows = Math.min(tokens, UNEVEN * (tokens / shards + 1));
    long words = tokens * (order + 1L) * order / 2; // of n-grams of all orders
    return new CountDemand(
        order,
        shards,
        tokens,
        MemoryBudget.tables(order, rows),
        tokens * (1L + (long) WORD_BYTES * order),
        words * WORD_BYTES + 2L * order * tokens);
  }

  /**
   * Checks that counting can work, and logs a high demand.
   *
   * @param memory budget of the executors
   * @throws BadInputException if a shard would be too large, or the tables do not fit into the heap
   */
  void check(MemoryBudget memory) {
    ShardLimits.checkShards(tokens, order, shards);
    long needed = MemoryBudget.BASE + memory.resident() + memory.slots() * tables;
    if (needed > memory.heap()) {
      throw new BadInputException(
          ("counting up to order %d takes up to %,d MB of heap a task for the tables of a shard,"
                  + " and %d tasks run at a time: %,d MB with what they share, but there are %,d MB."
                  + " Give a lower --order, more memory (spark.driver.memory in local mode,"
                  + " spark.executor.memory on a cluster) or fewer cores")
              .formatted(order, tables >> 20, memory.slots(), needed >> 20, memory.heap() >> 20));
    }
    if (order >= HIGH_ORDER) {
      LOG.info(
          "order {}: at most {} MB of heap a task for tables, {} MB of local disk for the shuffle"
              + " and {} MB for the store",
          order,
          tables >> 20,
          shuffle >> 20,
          store >> 20);
    }
  }
}
