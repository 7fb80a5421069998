package org.corpuslm.neural.training;

import java.io.Serializable;
import org.corpuslm.neural.data.StreamPlan;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;

/**
 * One worker's part of a round: a pure function of parameters, updater state, recurrent state, text
 * and seed, so that a repeated task gives the same bits.
 */
final class LocalRound {
  private final TrainConfig config;
  private final StreamPlan plan;

  LocalRound(TrainConfig config, StreamPlan plan) {
    this.config = config;
    this.plan = plan;
  }

  /**
   * The outcome.
   *
   * @param parameters after the round
   * @param updaterState after the round
   */
  record Outcome(float[] parameters, float[] updaterState, WorkerReport report)
      implements Serializable {}

  /**
   * Trains.
   *
   * @param network any network of the configuration; its parameters and state are replaced
   * @param text the worker's text, see {@link StreamPlan#fill}
   * @param state of the recurrent layers; empty at the start of an epoch
   */
  Outcome run(
      Network network,
      int worker,
      RoundOrder order,
      float[] parameters,
      float[] updaterState,
      double[][] state,
      int[] text) {
    long start = System.nanoTime();
    network.setParameters(parameters);
    network.clearState();
    network.restoreState(state);
    network.seed(order.seed(config.seed(), worker));
    GradientStep step = new GradientStep(config.optimisation(), network, updaterState);
    long words = 0;
    double loss = 0;
    for (int m = order.from(); m < order.to(); m++) {
      int steps = plan.steps(m);
      int[] in = new int[steps * config.batch()];
      int[] out = new int[steps * config.batch()];
      words += plan.fill(worker, m, text, in, out);
      loss += network.loss(steps, config.batch(), in, out);
      step.apply(config.batch(), order.rate(), order.step() + m - order.from());
    }
    float[] after = network.parameters().data().asFloat();
    float[] stateAfter = step.state();
    boolean finite = Double.isFinite(loss) && isFinite(after) && isFinite(stateAfter);
    WorkerReport report =
        new WorkerReport(
            worker,
            words,
            loss,
            finite,
            network.state(),
            step.norms(),
            order.to() - order.from(),
            step.clipped(),
            (System.nanoTime() - start) / 1e9);
    return new Outcome(after, stateAfter, report);
  }

  private static boolean isFinite(float[] values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }

  /** A network for {@link #run}. */
  static Network network(NetworkConfig config) {
    return Network.create(config, org.nd4j.linalg.api.buffer.DataType.FLOAT);
  }
}
