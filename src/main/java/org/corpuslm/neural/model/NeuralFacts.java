package org.corpuslm.neural.model;

import java.util.Map;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * The facts in the manifest of a neural model.
 *
 * @param network the network without its parameters
 * @param text the configuration by which text becomes words
 * @param training the course of its training, as {@code TrainSummary} writes it
 */
public record NeuralFacts(NetworkConfig network, TextSpec text, Map<String, Object> training) {

  /**
   * Checks that nothing is missing.
   *
   * @throws BadInputException if something is
   */
  public NeuralFacts {
    if (network == null || network.architecture() == null || text == null || training == null) {
      throw new BadInputException("network, text or training is missing");
    }
  }
}
