package org.corpuslm.model.saved;

import java.util.List;
import java.util.Map;
import org.corpuslm.runtime.BadInputException;

/**
 * The facts in the manifest of a mixture.
 *
 * @param components the models and their weights
 * @param tuning how the weights were found; empty if they were given
 */
public record MixtureFacts(List<Component> components, Map<String, Object> tuning) {

  /**
   * Checks the components.
   *
   * @throws BadInputException if one is incomplete or its weight is not in [0, 1]
   */
  public MixtureFacts {
    if (components == null || components.isEmpty()) {
      throw new BadInputException("components are missing");
    }
    for (Component c : components) {
      if (c == null || c.path() == null || c.fingerprint() == null) {
        throw new BadInputException("a component has no path or no fingerprint");
      }
      if (!(c.weight() >= 0 && c.weight() <= 1 + 1e-9)) {
        throw new BadInputException("a weight is " + c.weight() + "; it must lie in [0, 1]");
      }
    }
  }

  /**
   * A component of a saved mixture.
   *
   * @param path directory of the component
   * @param kind kind of that directory
   * @param name name of the component for tables
   * @param fingerprint fingerprint of that directory when the weights were set
   * @param weight weight λ in [0, 1]
   */
  public record Component(
      String path, String kind, String name, String fingerprint, double weight) {}
}
