package org.corpuslm.neural.training;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.neural.training.Optimization.Optimizer;

/** Settings of small training runs. */
final class Recipes {
  static final TrainConfig.Decay NO_DECAY = new TrainConfig.Decay(0, false, 0.003, 0.5);

  private Recipes() {}

  static NetworkConfig network(Architecture architecture, int size, int layers, double dropout) {
    return NetworkConfig.of(architecture, 0, size, size, layers)
        .with(new Variant(4, false, false, false))
        .with(Dropout.everywhere(dropout));
  }

  static Optimization optimization(Optimizer optimizer, double rate, double clip) {
    return new Optimization(optimizer, rate, 0.9, 0.9, 0.999, 1e-8, 0, 0, clip);
  }

  static TrainConfig config(
      String corpus,
      NetworkConfig network,
      Optimization optimization,
      int workers,
      int batch,
      int bptt,
      int frequency,
      int epochs) {
    return new TrainConfig(
        corpus,
        network,
        new TrainConfig.Start(new Initialization(Initialization.Scheme.XAVIER, 0.1, 1, 7), ""),
        optimization,
        new TrainConfig.Schedule(epochs, 0, 0, 3, NO_DECAY),
        new TrainConfig.Batches(workers, batch, bptt),
        new TrainConfig.Averaging(
            TrainConfig.Master.CORPUSLM, frequency, OuterOptimizer.AVERAGE, RoundMean.NONE),
        TrainConfig.Compute.AUTO,
        0,
        5);
  }
}
