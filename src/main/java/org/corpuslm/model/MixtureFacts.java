package org.corpuslm.model;

import java.util.List;
import java.util.Map;

/**
 * What the manifest of a mixture says of it.
 *
 * @param components the models and their weights
 * @param tuning how the weights were found; empty if they were given
 */
public record MixtureFacts(List<Component> components, Map<String, Object> tuning) {

  /**
   * A model of a mixture.
   *
   * @param path its directory
   * @param fingerprint of that directory when the weights were set
   */
  public record Component(
      String path, String kind, String name, String fingerprint, double weight) {}
}
