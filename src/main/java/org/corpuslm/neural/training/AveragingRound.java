package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.dl4j.Dl4jReferenceAveraging;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.TrainConfig.Batches;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Hash;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A round of data-parallel training with parameter averaging (McDonald et al. 2010, section 4.3):
 * every worker trains from the same parameters on its own text; then parameters and updater state
 * are replaced by their mean over the workers.
 */
interface AveragingRound {
  /** Trains all workers and averages; changes no array of {@code from}. */
  Result run(TrainState from, Order order);

  /** Returns the rounds of a run, by the training master of its configuration. */
  static AveragingRound of(
      Cluster cluster, TrainConfig config, NetworkConfig network, Corpus corpus, BatchPlan plan) {
    RoundData data = new RoundData(cluster, corpus, plan);
    return switch (config.averaging().master()) {
      case CORPUSLM -> new ParameterAveragingMaster(cluster, config, network, data);
      case DL4J -> dl4j(cluster, config, network, data);
    };
  }

  private static AveragingRound dl4j(
      Cluster cluster, TrainConfig config, NetworkConfig network, RoundData data) {
    Batches batches = config.batches();
    Dl4jReferenceAveraging averaging =
        new Dl4jReferenceAveraging(cluster, batches.workers(), batches.batch());
    return (from, order) -> {
      long start = System.nanoTime();
      Optimization optimization = config.optimization().withRate(order.rate());
      Dl4jReferenceAveraging.Round round =
          averaging.run(
              "train with Deeplearning4j's master: epoch %d, round %d"
                  .formatted(order.epoch(), order.round() + 1),
              Network.configuration(
                  network, DataType.FLOAT, batches.bptt(), optimization.updater()),
              from.parameters,
              from.updaterState,
              order.step(),
              () -> data.of(order, List.of()));
      double[] unknown = new double[round.layers()];
      Arrays.fill(unknown, Double.NaN);
      double seconds = (System.nanoTime() - start) / 1e9;
      WorkerReport all =
          new WorkerReport(
              0,
              round.words(),
              round.loss(),
              round.finite(),
              new double[0][],
              unknown,
              round.updates(),
              0,
              0,
              seconds);
      return new Result(round.parameters(), round.updaterState(), Double.NaN, 0, List.of(all));
    };
  }

  /**
   * The part of an epoch that every worker trains in one round.
   *
   * @param epoch number of the epoch, from 1
   * @param round number of the round in the epoch, from 0
   * @param from first minibatch of the epoch
   * @param to minibatch after the last one
   * @param rate learning rate
   * @param step updates of a worker before this round
   */
  record Order(int epoch, int round, int from, int to, double rate, int step)
      implements Serializable {

    /** Returns the seed of a worker's dropout masks in this round. */
    long seed(long seed, int worker) {
      return Hash.fold(Hash.fold(Hash.fold(seed, epoch), round), worker);
    }
  }

  /**
   * The outcome of a round.
   *
   * @param parameters mean over the workers whose results are finite, weighted by words
   * @param updaterState mean over the same workers; empty for plain SGD
   * @param drift see {@link EpochRecord#workerDrift()}; NaN if unknown
   * @param sharing seconds that the driver took to broadcast the parameters
   * @param reports reports of the workers, in their order
   */
  record Result(
      float[] parameters,
      float[] updaterState,
      double drift,
      double sharing,
      List<WorkerReport> reports) {
    /** Returns whether the results of all workers are finite. */
    boolean finite() {
      return reports.stream().allMatch(WorkerReport::finite);
    }

    /** Returns the loss in nats per word. */
    double meanLoss() {
      double loss = reports.stream().mapToDouble(WorkerReport::loss).sum();
      return loss / reports.stream().mapToLong(WorkerReport::words).sum();
    }
  }
}
