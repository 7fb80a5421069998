package org.corpuslm.neural.model;

import java.util.Map;
import org.corpuslm.corpus.TextSpec;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * What the manifest of a neural model says of it.
 *
 * @param network what the network is
 * @param text how text becomes words
 * @param training how its parameters were found, for people to read
 */
public record NeuralFacts(NetworkConfig network, TextSpec text, Map<String, Object> training) {

  public NeuralFacts {
    if (network == null || network.architecture() == null || text == null || training == null) {
      throw new BadInputException("network, text or training is missing");
    }
  }
}
