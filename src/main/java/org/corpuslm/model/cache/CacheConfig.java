package org.corpuslm.model.cache;

import org.corpuslm.runtime.BadInputException;

/**
 * Settings of a cache.
 *
 * @param window W, the number of words that are remembered
 * @param theta θ of {@link WordCache}, at least 0; for a cache without states, weights fall by the
 *     factor exp(−θ) from word to word
 * @param weight λ of the cache, from 0 to below 1
 */
public record CacheConfig(int window, double theta, double weight) {
  /** Words that can be remembered at most: their states are kept in memory for each scorer. */
  public static final int MAX_WINDOW = 100_000;

  /**
   * Checks the settings.
   *
   * @throws BadInputException if a value is out of its range
   */
  public CacheConfig {
    checkWindow(window);
    if (!(theta >= 0 && theta <= 100)) {
      throw new BadInputException(
          "--cache-theta is %s; it must be at least 0, at most 100".formatted(theta));
    }
    if (!(weight >= 0 && weight < 1)) {
      throw new BadInputException(
          "--cache-weight is %s; it must be at least 0, below 1".formatted(weight));
    }
  }

  /**
   * Checks the number of words that are remembered.
   *
   * @throws BadInputException if it is below 1 or too large
   */
  public static void checkWindow(int window) {
    if (window < 1 || window > MAX_WINDOW) {
      throw new BadInputException(
          "--cache is %d; it must be at least 1, at most %d".formatted(window, MAX_WINDOW));
    }
  }
}
