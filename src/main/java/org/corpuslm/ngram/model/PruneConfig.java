package org.corpuslm.ngram.model;

import java.io.Serializable;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code prune}.
 *
 * @param model the n-gram model
 * @param threshold the least relative change of perplexity that an n-gram must make to be kept
 */
public record PruneConfig(String model, double threshold) implements Serializable {
  public PruneConfig {
    check("--threshold", threshold);
  }

  /** Refuses what is no threshold. */
  public static void check(String option, double threshold) {
    if (!(threshold >= 0 && Double.isFinite(threshold))) {
      throw new BadInputException(
          "%s is %s; it must be a number of at least 0, such as 1e-8".formatted(option, threshold));
    }
  }
}
