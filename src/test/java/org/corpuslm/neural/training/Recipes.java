package org.corpuslm.neural.training;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialisation;
import org.corpuslm.neural.network.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.Optimisation.Optimizer;

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

  static Optimisation optimisation(Optimizer optimizer, double rate, double clip) {
    return new Optimisation(optimizer, rate, 0.9, 0.9, 0.999, 1e-8, 0, 0, clip);
  }

  static TrainConfig config(
      String corpus,
      NetworkConfig network,
      Optimisation optimisation,
      int workers,
      int batch,
      int steps,
      int frequency,
      int epochs) {
    return new TrainConfig(
        corpus,
        network,
        new Initialisation(Initialisation.Scheme.XAVIER, 0.1, 1, 7),
        optimisation,
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
