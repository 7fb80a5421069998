package org.corpuslm.neural.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.runtime.Json;

/**
 * How a model was trained, as its manifest says it.
 *
 * @param bestEpoch the one whose parameters were published
 * @param ended why training ended
 * @param workers data-parallel workers
 * @param blasKernel that all executors used
 * @param words of the training text
 * @param layers whose gradient norms the epochs have
 * @param flow of the gradient; null if it was not asked for
 */
public record TrainSummary(
    int bestEpoch,
    String ended,
    int workers,
    String blasKernel,
    long words,
    List<String> layers,
    List<EpochRecord> epochs,
    GradientNormByLag flow) {

  /** What the manifest of a model says. */
  public static TrainSummary of(NeuralFacts facts) {
    return Json.MAPPER.convertValue(facts.training(), TrainSummary.class);
  }

  Map<String, Object> asMap() {
    try {
      return Json.MAPPER.readValue(
          Json.write(this), new com.fasterxml.jackson.core.type.TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
