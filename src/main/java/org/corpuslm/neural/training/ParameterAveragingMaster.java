package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.corpuslm.neural.dl4j.RddTrainingMaster;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Parameter averaging by corpuslm, behind Deeplearning4j's front for Spark. Unlike Deeplearning4j's
 * own master ({@link org.corpuslm.neural.dl4j.Dl4jReferenceAveraging}), it trains on all data of
 * the round, weights workers by their words, carries the recurrent state of a worker from round to
 * round, excludes results that are not finite from the mean, and gives the same bits whenever a
 * round is repeated.
 *
 * <p>A round is one stage of Spark with a task per worker ({@link LocalRound}) and, for more than
 * one worker, a shuffle to one task per slice of the mean ({@link Averages}).
 */
final class ParameterAveragingMaster extends RddTrainingMaster implements AveragingRound {
  private final Cluster cluster;
  private final TrainConfig config;
  private final NetworkConfig network;
  private final RoundData data;
  private final Trainable local;
  private TrainState from;
  private AveragingRound.Order order;
  private Result result;

  ParameterAveragingMaster(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data) {
    this(cluster, config, network, data, config.compute().kernels().network(network));
  }

  private ParameterAveragingMaster(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data, Trainable local) {
    super(cluster.spark(), local.net());
    this.cluster = cluster;
    this.config = config;
    this.network = network;
    this.data = data;
    this.local = local;
  }

  @Override
  public Result run(TrainState state, AveragingRound.Order round) {
    from = state;
    order = round;
    fit(data.of(round, state.streams));
    return result;
  }

  @Override
  protected void train(JavaRDD<DataSet> streams) {
    long start = System.nanoTime();
    try (BroadcastHandle<float[]> shared = cluster.broadcastNumbers(joined(from))) {
      double sharing = (System.nanoTime() - start) / 1e9;
      Task task =
          new Task(
              config, network, order, from.parameters.length, cluster.memory().slots(), shared);
      String what = "train: epoch %d, round %d".formatted(order.epoch(), order.round() + 1);
      result =
          config.batches().workers() == 1 && Averages.slices(1, joinedLength()) == 1
              ? alone(what, streams, task, sharing)
              : averaged(what, streams, task, sharing);
    }
    local.setParameters(result.parameters());
  }

  /**
   * Returns the result of a single worker, which is its own mean: nothing is shuffled or added up.
   */
  private Result alone(String what, JavaRDD<DataSet> streams, Task task, double sharing) {
    return Averages.alone(
        cluster.map(what, streams, (worker, some, context) -> task.outcome(worker, some)).get(0),
        sharing);
  }

  private Result averaged(String what, JavaRDD<DataSet> streams, Task task, double sharing) {
    int parameters = from.parameters.length;
    int length = joinedLength();
    int slices = Averages.slices(cluster.slots(), length);
    List<Averages.Reduced> reduced =
        cluster.exchange(
            what,
            streams,
            (worker, some, context) -> Averages.blocks(task.outcome(worker, some), slices, length),
            slices + 1,
            (slice, blocks, context) -> Averages.reduce(slice, blocks, slices, length));
    return Averages.result(reduced, parameters, length, slices, sharing);
  }

  private int joinedLength() {
    return from.parameters.length + from.updaterState.length;
  }

  private static float[] joined(TrainState state) {
    float[] all = new float[state.parameters.length + state.updaterState.length];
    System.arraycopy(state.parameters, 0, all, 0, state.parameters.length);
    System.arraycopy(
        state.updaterState, 0, all, state.parameters.length, state.updaterState.length);
    return all;
  }

  /** The work of a worker. */
  private record Task(
      TrainConfig config,
      NetworkConfig network,
      AveragingRound.Order order,
      int parameters,
      int slotsPerExecutor,
      BroadcastHandle<float[]> shared)
      implements Serializable {

    LocalRound.Outcome outcome(int worker, Iterator<DataSet> streams) {
      TrainingCache cache =
          TrainingCache.networks(network, config.compute().kernels(), slotsPerExecutor);
      long start = System.nanoTime();
      float[] all = shared.value();
      long began = System.nanoTime();
      double fetching = (began - start) / 1e9;
      DataSet text = streams.next();
      Trainable net = cache.borrow();
      try {
        return new LocalRound(config)
            .run(
                net,
                worker,
                order,
                Arrays.copyOfRange(all, 0, parameters),
                Arrays.copyOfRange(all, parameters, all.length),
                RoundData.state(text),
                fetching,
                began,
                List.of(text).iterator());
      } finally {
        cache.giveBack(net); // also if the task is killed: every round sets all that counts
      }
    }
  }
}
