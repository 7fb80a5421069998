package org.corpuslm.generate;

import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code generate}.
 *
 * @param tokens stop after so many words
 * @param temperature p is raised to 1/temperature and normalized again; 0 always takes the best
 * @param topK only the k most probable words; 0 = all
 * @param topP only the most probable words that together reach this probability; 1 = all
 * @param seed of the random numbers; the same seed gives the same text
 * @param unknown whether the unknown word may be drawn
 */
public record GenerateConfig(
    int tokens, double temperature, int topK, double topP, long seed, boolean unknown) {
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

  /** The same with another seed. */
  public GenerateConfig seeded(long other) {
    return new GenerateConfig(tokens, temperature, topK, topP, other, unknown);
  }
}
