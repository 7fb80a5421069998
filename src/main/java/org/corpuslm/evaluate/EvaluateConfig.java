package org.corpuslm.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code perplexity}.
 *
 * @param models model directories, side by side
 * @param text the text to be scored
 * @param details rows to write beside the figures
 * @param serving serving of the models to the scoring tasks
 * @param forceVocabularies whether to score models whose vocabulary is not that of the text
 * @param resetPerSentence whether models with a state begin every sentence with the zero state;
 *     absent from the JSON if not
 */
public record EvaluateConfig(
    List<String> models,
    HeldOutText text,
    Details details,
    ServingConfig serving,
    boolean forceVocabularies,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean resetPerSentence) {

  /**
   * Checks the configuration.
   *
   * @throws BadInputException if there are no models
   */
  public EvaluateConfig {
    if (models.isEmpty()) {
      throw new BadInputException("no --model given");
    }
  }
}
