package org.corpuslm.neural.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Locale;
import org.corpuslm.runtime.BadInputException;

/**
 * The outer step of data-parallel training: turns the mean θ̄ of the workers' parameters into the
 * parameters that the next round starts from. Plain averaging takes θ̄ itself. The others treat the
 * difference Δ = θ_g − θ̄ from the point θ_g that was broadcast as a gradient, with a velocity v
 * that is kept from round to round, and so keep the pace that averaging over many workers loses.
 *
 * <table>
 * <caption>One step for each method</caption>
 * <tr><td>{@code average}</td><td>θ ← θ̄ (McDonald et al. 2010)</td></tr>
 * <tr><td>{@code block-momentum}</td><td>v ← μ v + η Δ; θ ← θ − v (Chen and Huo 2016, equations 5
 * to 7); θ_g = θ</td></tr>
 * <tr><td>{@code block-nesterov}</td><td>the same with θ_g = θ − μ v (their equation 8)</td></tr>
 * <tr><td>{@code nesterov}</td><td>v ← μ v + Δ; θ ← θ_g − η (Δ + μ v) (Douillard et al. 2023,
 * DiLoCo); θ_g = θ</td></tr>
 * <tr><td>{@code slowmo}</td><td>v ← μ v + Δ/γ; θ ← θ_g − η γ v, γ the learning rate (Wang et al.
 * 2020, algorithm 1); θ_g = θ</td></tr>
 * </table>
 *
 * @param momentum μ, from 0 to below 1; null = the value of the paper for the number of workers
 * @param rate η, above 0; null = the value of the paper
 */
public record OuterOptimizer(
    Method method,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double momentum,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double rate)
    implements Serializable {
  /** Plain averaging. */
  public static final OuterOptimizer AVERAGE = new OuterOptimizer(Method.AVERAGE, null, null);

  /** Methods of the outer step. */
  public enum Method {
    AVERAGE,
    BLOCK_MOMENTUM,
    BLOCK_NESTEROV,
    NESTEROV,
    SLOWMO;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks the values.
   *
   * @throws BadInputException if one is out of its range; it names the option
   */
  public OuterOptimizer {
    if (method == Method.AVERAGE && (momentum != null || rate != null)) {
      throw new BadInputException(
          "--outer average has neither --outer-momentum nor --outer-rate; leave them out, or take"
              + " another --outer");
    }
    if (momentum != null && !(momentum >= 0 && momentum < 1)) {
      throw new BadInputException(
          "--outer-momentum is %s; it must be at least 0, below 1".formatted(momentum));
    }
    if (rate != null && !(rate > 0 && rate <= 10)) {
      throw new BadInputException(
          "--outer-rate is %s; it must be above 0, at most 10".formatted(rate));
    }
  }

  /** Returns this step with the values of its paper where none are given. */
  OuterOptimizer forWorkers(int workers) {
    return switch (method) {
      case AVERAGE -> this;
      case BLOCK_MOMENTUM, BLOCK_NESTEROV -> orElse(1 - 1.0 / workers, 1);
      case NESTEROV -> orElse(0.9, workers == 1 ? 0.4 : workers < 8 ? 0.6 : 0.8);
      case SLOWMO -> orElse(0.7, 1);
    };
  }

  private OuterOptimizer orElse(double paperMomentum, double paperRate) {
    return new OuterOptimizer(
        method, momentum == null ? paperMomentum : momentum, rate == null ? paperRate : rate);
  }

  /**
   * The parameters and the velocity after a step.
   *
   * @param velocity v; empty for plain averaging
   */
  record Step(float[] parameters, float[] velocity) {}

  /**
   * Returns the point θ_g that a round starts from.
   *
   * @param velocity v; empty before the first step
   */
  float[] start(float[] parameters, float[] velocity) {
    if (method != Method.BLOCK_NESTEROV || velocity.length == 0) {
      return parameters;
    }
    double mu = momentum;
    float[] start = new float[parameters.length];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) (parameters[i] - mu * velocity[i]);
    }
    return start;
  }

  /**
   * Takes a step. Altering nothing, it allocates two arrays.
   *
   * @param parameters θ before the round
   * @param start θ_g, which the workers began with
   * @param mean θ̄ of the workers, weighted by their words
   * @param velocity v; empty before the first step
   * @param learningRate γ of the workers in this round
   */
  Step step(
      float[] parameters, float[] start, float[] mean, float[] velocity, double learningRate) {
    if (method == Method.AVERAGE) {
      return new Step(mean, velocity);
    }
    double mu = momentum;
    double eta = rate;
    int n = parameters.length;
    float[] next = new float[n];
    float[] v = new float[n];
    for (int i = 0; i < n; i++) {
      double delta = (double) start[i] - mean[i];
      double old = velocity.length == 0 ? 0 : velocity[i];
      switch (method) {
        case BLOCK_MOMENTUM, BLOCK_NESTEROV -> {
          v[i] = (float) (mu * old + eta * delta);
          next[i] = parameters[i] - v[i];
        }
        case NESTEROV -> {
          v[i] = (float) (mu * old + delta);
          next[i] = (float) (start[i] - eta * (delta + mu * v[i]));
        }
        default -> {
          v[i] = (float) (mu * old + delta / learningRate);
          next[i] = (float) (start[i] - eta * learningRate * v[i]);
        }
      }
    }
    return new Step(next, v);
  }
}
