package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Iterator;
import org.corpuslm.neural.network.Trainable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The part of one worker in a round: a pure function of parameters, updater state, recurrent state,
 * text and seed, so that a repeated task gives the same bits.
 */
final class LocalRound {
  private final TrainConfig config;

  LocalRound(TrainConfig config) {
    this.config = config;
  }

  /**
   * The outcome of a worker's round.
   *
   * @param parameters parameters after the round
   * @param updaterState updater state after the round; empty for plain SGD
   */
  record Outcome(float[] parameters, float[] updaterState, WorkerReport report)
      implements Serializable {}

  /**
   * Trains on the data, one update per segment.
   *
   * @param network any network of the configuration; its parameters and state are replaced
   * @param parameters parameters before the round
   * @param updaterState updater state before the round; empty for plain SGD
   * @param state state of the recurrent layers before the round; empty at the start of an epoch
   * @param fetching seconds spent on fetching the parameters, for the report
   * @param began {@link System#nanoTime} when the work on the text began
   * @param data streams of consecutive words, [B, 1, L] each; cut into segments of T steps
   */
  Outcome run(
      Trainable network,
      int worker,
      AveragingRound.Order order,
      float[] parameters,
      float[] updaterState,
      double[][] state,
      double fetching,
      long began,
      Iterator<DataSet> data) {
    network.setParameters(parameters);
    network.clearState();
    network.restoreState(state);
    network.seed(order.seed(config.seed(), worker));
    GradientStep step = new GradientStep(config.optimization(), network, updaterState);
    long words = 0;
    double loss = 0;
    int updates = 0;
    while (data.hasNext()) {
      DataSet streams = data.next();
      int batch = (int) streams.getFeatures().size(0);
      long length = streams.getFeatures().size(2);
      for (long t = 0; t < length; t += config.batches().bptt()) {
        INDArrayIndex segment =
            NDArrayIndex.interval(t, Math.min(length, t + config.batches().bptt()));
        loss +=
            network.loss(part(streams.getFeatures(), segment), part(streams.getLabels(), segment));
        words += network.words();
        step.apply(batch, order.rate(), order.step() + updates++);
      }
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
            updates,
            step.clipped(),
            fetching,
            (System.nanoTime() - began) / 1e9);
    return new Outcome(after, stateAfter, report);
  }

  private static INDArray part(INDArray streams, INDArrayIndex steps) {
    return streams.get(NDArrayIndex.all(), NDArrayIndex.all(), steps);
  }

  private static boolean isFinite(float[] values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}
