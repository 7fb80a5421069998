package org.corpuslm.generate;

import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code generate}.
 *
 * @param tokens maximum number of words to generate
 * @param temperature temperature τ: p is raised to 1/τ and normalized; 0 always takes the most
 *     probable word
 * @param topK number of most probable words to draw from; 0 = all
 * @param topP nucleus: draws from the fewest most probable words that together reach this
 *     probability (Holtzman et al. 2020); 1 = all
 * @param seed seed of the random numbers; the same seed gives the same text
 * @param unknown whether the unknown word may be drawn
 */
public record GenerateConfig(
    int tokens, double temperature, int topK, double topP, long seed, boolean unknown) {

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if a value is out of its range
   */
  public GenerateConfig {
    if (tokens < 1) {
      throw new BadInputException("--tokens is " + tokens + "; it must be at least 1");
    }
    if (!(temperature >= 0 && Double.isFinite(temperature))) {
      throw new BadInputException("--temperature is " + temperature + "; it must be at least 0");
    }
    if (topK < 0) {
      throw new BadInputException("--top-k is " + topK + "; it must be at least 0 (0: all words)");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new BadInputException("--top-p is " + topP + "; it must lie in (0, 1]");
    }
  }

  /** Returns the configuration with another seed. */
  public GenerateConfig seeded(long other) {
    return new GenerateConfig(tokens, temperature, topK, topP, other, unknown);
  }
}
