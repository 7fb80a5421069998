package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Our training master behind Deeplearning4j's front, {@link SparkDl4jMultiLayer}. Unlike
 * Deeplearning4j's own ({@link Dl4jReferenceAveraging}) it trains on all data it is given, weighs
 * workers by their words, keeps a worker's recurrent state from round to round, leaves results that
 * are not finite out of the mean, and gives the same bits whenever the same round is run again. All
 * that it needs and the interface does not carry is in the state and the order of the round.
 */
final class ParameterAveragingMaster extends RddTrainingMaster implements AveragingRound {
  private final Cluster cluster;
  private final TrainConfig config;
  private final NetworkConfig network;
  private final RoundData data;
  private final Trainable local;
  private final SparkDl4jMultiLayer front;
  private TrainState from;
  private RoundOrder order;
  private Result result;

  ParameterAveragingMaster(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data) {
    this.cluster = cluster;
    this.config = config;
    this.network = network;
    this.data = data;
    this.local = config.compute().kernels().network(network);
    this.front = new SparkDl4jMultiLayer(cluster.spark(), local.net(), this);
  }

  @Override
  public Result run(TrainState state, RoundOrder round) {
    from = state;
    order = round;
    front.fit(data.of(round, state.streams));
    return result;
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer net, JavaRDD<DataSet> columns) {
    long start = System.nanoTime();
    try (BroadcastHandle<float[]> shared = cluster.broadcastNumbers(joined(from))) {
      double sharing = (System.nanoTime() - start) / 1e9;
      Task task =
          new Task(
              config, network, order, from.parameters.length, cluster.memory().slots(), shared);
      String what = "train: epoch %d, round %d".formatted(order.epoch(), order.round() + 1);
      result =
          config.batches().workers() == 1 && Averages.slices(1, joinedLength()) == 1
              ? alone(what, columns, task, sharing)
              : averaged(what, columns, task, sharing);
    }
    local.setParameters(result.parameters());
  }

  /** One worker is its own mean: nothing is packed, shuffled and added up. */
  private Result alone(String what, JavaRDD<DataSet> columns, Task task, double sharing) {
    return Averages.alone(
        cluster
            .map(what, columns, (worker, some, environment) -> task.outcome(worker, some))
            .get(0),
        sharing);
  }

  private Result averaged(String what, JavaRDD<DataSet> columns, Task task, double sharing) {
    int parameters = from.parameters.length;
    int length = joinedLength();
    int slices = Averages.slices(cluster.slots(), length);
    List<Averages.Reduced> reduced =
        cluster.exchange(
            what,
            columns,
            (worker, some, environment) ->
                Averages.blocks(task.outcome(worker, some), slices, length),
            slices + 1,
            (slice, blocks, environment) -> Averages.reduce(slice, blocks, slices, length));
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
      RoundOrder order,
      int parameters,
      int slotsPerExecutor,
      BroadcastHandle<float[]> shared)
      implements Serializable {

    LocalRound.Outcome outcome(int worker, Iterator<DataSet> columns) {
      TrainingCache cache =
          TrainingCache.networks(network, config.compute().kernels(), slotsPerExecutor);
      long start = System.nanoTime();
      float[] all = shared.value();
      long began = System.nanoTime();
      double fetching = (began - start) / 1e9;
      DataSet text = columns.next();
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
