package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What counting takes at most, known before it starts: every further order is one more table a
 * task, and one more word an n-gram of the shuffle.
 *
 * @param tokens of the text, one {@code </s>} a sentence included
 * @param tables heap of the tables of one shard, in bytes
 * @param shuffle packed n-grams on the local disks, in bytes
 * @param store rows of all orders on the disk, in bytes
 */
record CountDemand(int order, int shards, long tokens, long tables, long shuffle, long store) {
  private static final Logger LOG = LoggerFactory.getLogger(CountDemand.class);

  /** From here on the demand is in the log. */
  static final int HIGH_ORDER = 7;

  /** Bytes of a word in a packed n-gram, and in a table; as measured, rounded up. */
  private static final int WORD_BYTES = 3;

  /** The largest shard may have so many times the tokens of the mean one. */
  private static final int UNEVEN = 2;

  /**
   * Works it out.
   *
   * @param tokens of the text, one {@code </s>} a sentence included
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
   * Refuses what cannot work and logs what is much.
   *
   * @param memory of the executors
   */
  void check(MemoryBudget memory) {
    ShardLimits.checkShards(tokens, order, shards);
    long needed = MemoryBudget.BASE + memory.resident() + memory.slots() * tables;
    if (needed > memory.heap()) {
      throw new BadInputException(
          ("counting up to order %d takes up to %,d MB of heap a task for the tables of a shard,"
                  + " and %d tasks run at a time: %,d MB with what they share, but there are %,d MB."
                  + " Give a lower --order, more memory (spark.driver.memory in local mode,"
                  + " spark.executor.memory else) or fewer cores")
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
