package org.corpuslm.neural.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.runtime.Json;

/**
 * The course of a training, as the manifest of the network records it ({@code facts.training}).
 *
 * @param bestEpoch the epoch whose parameters were published, from 1
 * @param ended why training ended, as a phrase
 * @param workers number of data-parallel workers
 * @param blasKernel BLAS kernel of all executors
 * @param words words of the training text
 * @param layers names of the layers whose gradient norms the epochs have
 * @param flow reach of gradients through time; null if it was not measured
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

  /** Returns the course recorded in the facts of a network. */
  public static TrainSummary of(NeuralFacts facts) {
    return Json.MAPPER.convertValue(facts.training(), TrainSummary.class);
  }

  /** Returns this record as JSON objects. */
  Map<String, Object> asMap() {
    try {
      return Json.MAPPER.readValue(
          Json.write(this), new com.fasterxml.jackson.core.type.TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
