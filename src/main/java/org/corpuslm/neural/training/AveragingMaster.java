package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Shared;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Our training master behind Deeplearning4j's front, {@link SparkDl4jMultiLayer}. Unlike
 * Deeplearning4j's own ({@link StockAveraging}) it trains on all data it is given, weighs workers
 * by their words, keeps a worker's recurrent state from round to round, leaves results that are not
 * finite out of the mean, and gives the same bits whenever the same round is run again. All that it
 * needs and the interface does not carry is in the state and the order of the round.
 */
final class AveragingMaster extends RddTrainingMaster implements AveragingRound {
  private final Cluster cluster;
  private final TrainConfig config;
  private final NetworkConfig network;
  private final RoundData data;
  private final String run;
  private final Trainable local;
  private final SparkDl4jMultiLayer front;
  private TrainState from;
  private RoundOrder order;
  private Result result;

  AveragingMaster(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data, String run) {
    this.cluster = cluster;
    this.config = config;
    this.network = network;
    this.data = data;
    this.run = run;
    this.local = config.kernels().network(network);
    this.front = new SparkDl4jMultiLayer(cluster.spark(), local.net(), this);
  }

  @Override
  public Result run(TrainState state, RoundOrder round) {
    from = state;
    order = round;
    front.fit(data.of(round));
    return result;
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer net, JavaRDD<DataSet> columns) {
    List<double[][]> states = new ArrayList<>(from.streams);
    int parameters = from.parameters.length;
    int length = parameters + from.updaterState.length;
    int slices = Averages.slices(cluster.slots(), length);
    long start = System.nanoTime();
    try (Shared<float[]> shared = cluster.share(joined(from))) {
      double sharing = (System.nanoTime() - start) / 1e9;
      Task task = new Task(config, network, run, order, parameters, slices, shared, states);
      List<Averages.Reduced> reduced =
          cluster.exchange(
              "train: epoch %d, round %d".formatted(order.epoch(), order.round() + 1),
              columns,
              (worker, some, environment) -> task.train(worker, some),
              slices + 1,
              (slice, blocks, environment) -> Averages.reduce(slice, blocks, slices, length));
      result = Averages.result(reduced, parameters, length, slices, sharing);
    }
    local.setParameters(result.parameters());
  }

  private static float[] joined(TrainState state) {
    float[] all = new float[state.parameters.length + state.updaterState.length];
    System.arraycopy(state.parameters, 0, all, 0, state.parameters.length);
    System.arraycopy(
        state.updaterState, 0, all, state.parameters.length, state.updaterState.length);
    return all;
  }

  /** The map side. */
  private record Task(
      TrainConfig config,
      NetworkConfig network,
      String run,
      RoundOrder order,
      int parameters,
      int slices,
      Shared<float[]> shared,
      List<double[][]> states)
      implements Serializable {

    Iterator<Block> train(int worker, Iterator<DataSet> columns) throws Exception {
      WorkerCache cache = WorkerCache.of(run);
      long start = System.nanoTime();
      float[] all = shared.value();
      double fetching = (System.nanoTime() - start) / 1e9;
      Trainable net = cache.borrow(network, config.kernels());
      try {
        LocalRound.Outcome outcome =
            new LocalRound(config)
                .run(
                    net,
                    worker,
                    order,
                    Arrays.copyOfRange(all, 0, parameters),
                    Arrays.copyOfRange(all, parameters, all.length),
                    states.isEmpty() ? new double[0][] : states.get(worker),
                    fetching,
                    columns);
        return Averages.blocks(outcome, slices, all.length);
      } finally {
        cache.giveBack(net); // also if the task is killed: every round sets all that counts
      }
    }
  }
}
