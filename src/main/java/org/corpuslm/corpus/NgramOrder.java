package org.corpuslm.corpus;

import org.corpuslm.runtime.BadInputException;

/** The limits of n-gram orders; no other place has one. */
public final class NgramOrder {
  /**
   * The highest order of a model that is imported, scored, pruned, mixed or exported. It bounds the
   * fields of an ARPA line and the tables per shard that a file can ask for, and is far above the
   * orders in use (KenLM is compiled for 6 unless told otherwise).
   */
  public static final int MAX = 20;

  /**
   * The highest order that is counted, and so the highest order of an estimated model. Each order
   * adds a table per shard and a word per n-gram of the shuffle, and a corpus stores the number of
   * its sentences that are too short for n-grams of each order up to this one.
   */
  public static final int MAX_COUNTED = 12;

  private NgramOrder() {}

  /**
   * Checks the order of n-grams to be counted.
   *
   * @throws BadInputException if it is not between 1 and {@value #MAX_COUNTED}
   */
  public static void checkCounted(int order) {
    if (order < 1 || order > MAX_COUNTED) {
      throw new BadInputException(
          "--order is %d; it must lie between 1 and %d".formatted(order, MAX_COUNTED));
    }
  }
}
