package org.corpuslm.neural.training;

import org.corpuslm.neural.kernel.ParameterBlock.Kind;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;

/**
 * Chooses the averaging frequency by a rough cost model of averages and minibatches on one core.
 * The model is the same on every machine, so that the same settings give the same network
 * everywhere. Its constants are estimates for one machine and do not predict the real share: an
 * LSTM 2x200 was measured to spend about 17 % of a round on averaging, where the model aims at 5 %.
 */
final class AveragingCost {
  /** Modelled seconds of an average of any size: scheduling of two stages, collecting. */
  private static final double FIXED = 0.15;

  /** Modelled seconds per number: broadcast, packing, shuffle, mean, collecting. */
  private static final double PER_NUMBER = 60e-9;

  /** Modelled operations per second of a worker in training. */
  private static final double OPERATIONS = 50e9;

  /** Operations per weight and word: forward, gradient of the inputs, gradient of the weights. */
  private static final int PER_WEIGHT = 6;

  /** Share of the modelled time that averages may take. */
  private static final double SHARE = 0.05;

  private static final int MIN_FREQUENCY = 20;

  /** Minimum number of averages per epoch. */
  private static final int AVERAGES_AN_EPOCH = 10;

  private AveragingCost() {}

  /**
   * Returns the number of minibatches of a worker between two averages: as many as make averages
   * take 5 % of the modelled time, within two limits: at least ten averages per epoch, and at least
   * 20 minibatches between averages.
   *
   * @param stateSize numbers of updater state
   * @param words words of a worker's minibatch
   * @param minibatches minibatches of an epoch
   */
  static int frequency(NetworkConfig network, int stateSize, int words, int minibatches) {
    double wanted = Math.ceil(average(network, stateSize) / (SHARE * minibatch(network, words)));
    int max = minibatches / AVERAGES_AN_EPOCH;
    return (int) Math.max(MIN_FREQUENCY, Math.min(wanted, max));
  }

  /** Returns the modelled seconds of one average. */
  static double average(NetworkConfig network, int stateSize) {
    return FIXED + PER_NUMBER * (network.parameters() + stateSize);
  }

  /** Returns the modelled seconds of one minibatch of {@code words} words. */
  static double minibatch(NetworkConfig network, int words) {
    double weights = 0;
    for (PlacedBlock placed : network.parameterBlocks()) {
      weights += placed.block().kind() == Kind.WEIGHT ? placed.block().length() : 0;
    }
    return PER_WEIGHT * weights * words / OPERATIONS;
  }
}
