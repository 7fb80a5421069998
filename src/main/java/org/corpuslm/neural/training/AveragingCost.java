package org.corpuslm.neural.training;

import org.corpuslm.neural.kernel.ParameterBlock.Kind;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;

/**
 * How often to average, by a rough estimate of what an average and a minibatch cost on one core:
 * the same on every machine, so that the same settings give the same model everywhere.
 */
final class AveragingCost {
  /** Seconds of an average whatever its size: scheduling two stages, collecting. */
  private static final double FIXED = 0.15;

  /** Seconds a number: broadcast, packing, shuffle, mean, collecting. */
  private static final double PER_NUMBER = 60e-9;

  /** Operations a second of a worker in training. */
  private static final double OPERATIONS = 50e9;

  /** Operations a weight and word: forward, gradient of the inputs, gradient of the weights. */
  private static final int PER_WEIGHT = 6;

  private static final double SHARE = 0.05;
  private static final int MIN_FREQUENCY = 20;
  private static final int AVERAGES_AN_EPOCH = 10;

  private AveragingCost() {}

  /**
   * Minibatches of a worker between two averages, so that averages should take some 5 % of the
   * time; but at least ten averages an epoch, and no more often than every 20 minibatches.
   *
   * @param stateSize numbers of updater state
   * @param words of a worker's minibatch
   * @param minibatches of an epoch
   */
  static int frequency(NetworkConfig network, int stateSize, int words, int minibatches) {
    double wanted = Math.ceil(average(network, stateSize) / (SHARE * minibatch(network, words)));
    int max = minibatches / AVERAGES_AN_EPOCH;
    return (int) Math.max(MIN_FREQUENCY, Math.min(wanted, max));
  }

  /** Seconds of one average. */
  static double average(NetworkConfig network, int stateSize) {
    return FIXED + PER_NUMBER * (network.parameters() + stateSize);
  }

  /** Seconds of one minibatch of so many words. */
  static double minibatch(NetworkConfig network, int words) {
    double weights = 0;
    for (PlacedBlock placed : network.parameterBlocks()) {
      weights += placed.block().kind() == Kind.WEIGHT ? placed.block().length() : 0;
    }
    return PER_WEIGHT * weights * words / OPERATIONS;
  }
}
