package org.corpuslm.neural.training;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimization.Optimizer;

/** Settings of small training runs. */
final class Recipes {
  private Recipes() {}

  static NetworkConfig network(Architecture architecture, int size, int layers, double dropout) {
    return new NetworkConfig(
        architecture,
        0,
        size,
        size,
        layers,
        4,
        false,
        false,
        false,
        false,
        dropout,
        dropout,
        dropout);
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
      int steps,
      int frequency,
      int epochs) {
    return new TrainConfig(
        corpus,
        network,
        new Initialization(Initialization.Scheme.XAVIER, 0.1, 1, 7),
        optimization,
        new TrainConfig.Schedule(0, false, 0.003, 0.5, 0),
        TrainConfig.Master.CORPUSLM,
        Kernels.AUTO,
        workers,
        batch,
        steps,
        frequency,
        epochs,
        0,
        3,
        0,
        5);
  }
}
