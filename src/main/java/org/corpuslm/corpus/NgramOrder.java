package org.corpuslm.corpus;

import org.corpuslm.runtime.BadInputException;

/** The longest n-grams: the one place that says how long they may be. */
public final class NgramOrder {
  /** The highest order of a model: imported, scored, pruned, mixed and exported. */
  public static final int MAX = 20;

  /** The highest order that is counted, which a model can be estimated from. */
  public static final int MAX_COUNTED = 12;

  private NgramOrder() {}

  /**
   * Checks the order of n-grams to be counted.
   *
   * @throws BadInputException if they cannot be
   */
  public static void checkCounted(int order) {
    if (order < 1 || order > MAX_COUNTED) {
      throw new BadInputException(
          "--order is %d; it must lie between 1 and %d".formatted(order, MAX_COUNTED));
    }
  }
}
