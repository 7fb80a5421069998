package org.corpuslm.neural.training;

import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.data.BatchPlan;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.Cluster;

/**
 * One round of data-parallel training with parameter averaging (McDonald et al. 2010): every worker
 * trains from the same parameters on its own text, then parameters and updater state become the
 * mean over the workers.
 */
interface AveragingRound {
  /** Trains all workers and averages. */
  Result run(TrainState from, RoundOrder order);

  /** Rounds of a run, by the master that it asks for. */
  static AveragingRound of(
      Cluster cluster, TrainConfig config, NetworkConfig network, Corpus corpus, BatchPlan plan) {
    RoundData data = new RoundData(cluster, corpus, plan);
    return switch (config.averaging().master()) {
      case CORPUSLM -> new ParameterAveragingMaster(cluster, config, network, data);
      case DL4J -> new Dl4jReferenceAveraging(cluster, config, network, data);
    };
  }

  /**
   * The outcome.
   *
   * @param parameters averaged over the workers whose results are finite
   * @param drift see {@link EpochRecord#workerDrift()}
   * @param sharing seconds that the driver took to offer the parameters
   * @param reports in the order of the workers
   */
  record Result(
      float[] parameters,
      float[] updaterState,
      double drift,
      double sharing,
      List<WorkerReport> reports) {
    boolean finite() {
      return reports.stream().allMatch(WorkerReport::finite);
    }

    double meanLoss() {
      double loss = reports.stream().mapToDouble(WorkerReport::loss).sum();
      return loss / reports.stream().mapToLong(WorkerReport::words).sum();
    }
  }
}
