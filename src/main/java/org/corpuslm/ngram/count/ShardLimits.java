package org.corpuslm.ngram.count;

import org.corpuslm.runtime.BadInputException;

/** How many n-grams a shard may have: whoever reads one holds its tables in arrays. */
public final class ShardLimits {
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8;

  /** The most integers of a row in one array, at orders that have no more words. */
  private static final int MIN_ROW = 5;

  private ShardLimits() {}

  /** The most n-grams of an order, or contexts of as many words, in one shard. */
  public static long maxRows(int order) {
    return MAX_ARRAY / Math.max(MIN_ROW, order);
  }

  /**
   * Checks the number of shards before the work.
   *
   * @param rows n-grams of one order that there may be in all shards
   * @throws BadInputException if the mean shard would be too large
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
   * @param rows its n-grams of an order, or contexts of as many words
   * @param where it is
   * @throws BadInputException if they do not fit into arrays
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
   * The length of an array for some rows of a shard.
   *
   * @param integers of a row
   * @param what is in the rows, with the place where
   * @throws BadInputException if no array is so long
   */
  public static int arrayLength(long rows, int integers, String what) {
    if (rows > MAX_ARRAY / integers) {
      throw tooMany(what, rows, MAX_ARRAY / integers);
    }
    return (int) (rows * integers);
  }

  /**
   * The length of an array that grows by doubling.
   *
   * @param length so far
   * @param needed at least
   */
  public static int grown(int length, long needed, String what) {
    return (int) Math.max(arrayLength(needed, 1, what), Math.min(MAX_ARRAY, 2L * length));
  }
}
