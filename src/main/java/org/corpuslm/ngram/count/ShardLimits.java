package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;

/**
 * Limits on the number of shards, and on the number of n-grams of a shard, whose tables are loaded
 * into Java arrays.
 */
public final class ShardLimits {
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** Integers per row of the widest array, for orders with fewer words than this. */
  private static final int MIN_ROW = 5;

  private static final long TOKENS_PER_SHARD = 1_000_000;
  private static final int MAX_BY_DEFAULT = 4096;

  /**
   * The maximum number of ordinary shards: each has one file per order, and the manifest lists
   * every file.
   */
  public static final int MAX_SHARDS = 10_000;

  private ShardLimits() {}

  /**
   * Checks a requested number of shards; 0 stands for the default.
   *
   * @throws BadInputException if it is out of range
   */
  public static void checkRequested(int shards) {
    if (shards < 0 || shards > MAX_SHARDS) {
      throw new BadInputException(
          ("--shards is %d; it must lie between 1 and %d, or 0 for a default: every shard has a"
                  + " file for each order, and a million tokens fill one")
              .formatted(shards, MAX_SHARDS));
    }
  }

  /**
   * Returns the default number of shards, one per million tokens within limits; it depends only on
   * the size of the text.
   *
   * @param tokens tokens of the text, or rows of an imported model
   */
  public static int defaultShards(long tokens) {
    return (int) Math.max(2, Math.min(MAX_BY_DEFAULT, (tokens - 1) / TOKENS_PER_SHARD + 1));
  }

  /**
   * Returns the maximum number of n-grams of an order, or of contexts of that many words, in one
   * shard.
   */
  public static long maxRows(int order) {
    return MAX_ARRAY / Math.max(MIN_ROW, order);
  }

  /**
   * Checks the number of shards before any work is done.
   *
   * @param rows upper bound of the n-grams of one order in all shards
   * @throws BadInputException if the average shard would be too large
   */
  public static void checkShards(long rows, int order, int shards) {
    long max = maxRows(order);
    if (order > 1 && rows / shards > max) {
      throw new BadInputException(
          ("--shards is %d, but there may be %,d n-grams of order %d: a shard holds at most %,d."
                  + " Give --shards %d or more, or 0 for a default")
              .formatted(shards, rows, order, max, rows / max + 1));
    }
  }

  /**
   * Checks a shard before it is loaded.
   *
   * @param rows number of its n-grams of an order, or of its contexts of that many words
   * @param order the order, or the length of the contexts
   * @param where path of the table, for the message
   * @throws BadInputException if the rows do not fit into an array
   */
  public static void checkRows(long rows, int order, String where) {
    if (rows > maxRows(order)) {
      throw tooMany(where, rows, maxRows(order));
    }
  }

  private static BadInputException tooMany(String where, long rows, long max) {
    return new BadInputException(
        ("%s: there are %,d rows in one shard, but at most %,d fit. Count or import again with more"
                + " --shards")
            .formatted(where, rows, max));
  }

  /**
   * Returns the length of an array for some rows of a shard.
   *
   * @param integers array elements per row
   * @param what names the rows and their place, for the message
   * @throws BadInputException if no array can be that long
   */
  public static int arrayLength(long rows, int integers, String what) {
    if (rows > MAX_ARRAY / integers) {
      throw tooMany(what, rows, MAX_ARRAY / integers);
    }
    return (int) (rows * integers);
  }

  /**
   * Returns the new length of an array that grows by doubling.
   *
   * @param length current length
   * @param needed minimum length
   * @param what names the content, for the message
   * @throws BadInputException if no array can be that long
   */
  public static int grown(int length, long needed, String what) {
    return (int) Math.max(arrayLength(needed, 1, what), Math.min(MAX_ARRAY, 2L * length));
  }
}
