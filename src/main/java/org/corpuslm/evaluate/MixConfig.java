package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.List;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of {@code mix}.
 *
 * @param models to mix
 * @param weights of the models; empty = the best on a held-out split
 * @param corpus with that split; empty if weights are given
 * @param split valid or test
 * @param serving how models reach the tasks that score the split
 * @param fold make one n-gram model of it, instead of a list of models and weights
 */
public record MixConfig(
    List<String> models,
    List<Double> weights,
    String corpus,
    String split,
    EvaluateConfig.Serving serving,
    boolean fold)
    implements Serializable {
  private static final double TOLERANCE = 1e-6;

  public MixConfig {
    if (models.size() < 2) {
      throw new BadInputException("give --model at least twice: there is nothing to mix in one");
    }
    if (weights.isEmpty() == corpus.isEmpty()) {
      throw new BadInputException(
          "give either --corpus, on whose valid split weights are tuned, or --weights");
    }
    if (!weights.isEmpty() && weights.size() != models.size()) {
      throw new BadInputException(
          "--weights has %d numbers for %d models; give one each"
              .formatted(weights.size(), models.size()));
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    if (weights.stream().anyMatch(w -> !(w >= 0 && w <= 1))
        || (!weights.isEmpty() && Math.abs(sum - 1) > TOLERANCE)) {
      throw new BadInputException(
          "--weights is %s, of sum %s; weights lie in [0, 1] and sum to 1".formatted(weights, sum));
    }
  }

  /** The given weights, of sum exactly 1 as far as doubles can. */
  public double[] givenWeights() {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    return weights.stream().mapToDouble(w -> w / sum).toArray();
  }
}
