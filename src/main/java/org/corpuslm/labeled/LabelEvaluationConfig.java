package org.corpuslm.labeled;

import java.util.List;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code evaluate}.
 *
 * @param models directories of labelers, side by side
 * @param corpus directory of a labeled corpus
 * @param split valid or test
 */
public record LabelEvaluationConfig(List<String> models, String corpus, String split) {
  /**
   * Checks the values.
   *
   * @throws BadInputException if there are no models
   */
  public LabelEvaluationConfig {
    if (models == null || models.isEmpty()) {
      throw new BadInputException("no --model given");
    }
  }
}
