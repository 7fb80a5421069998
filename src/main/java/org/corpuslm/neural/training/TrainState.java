package org.corpuslm.neural.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a training run between two rounds: everything that the next round depends on,
 * besides configuration and text. Arrays are never changed once they are in a state, so that copies
 * share them.
 */
final class TrainState {
  /** The flat vector of parameters. */
  float[] parameters;

  /** The updater's state; empty for plain SGD. */
  float[] updaterState;

  /** Velocity of the outer step; empty before the first one, and with plain averaging. */
  float[] velocity = new float[0];

  /** Mean of the parameters over rounds; empty as long as there is none. */
  float[] mean = new float[0];

  /** Rounds of the mean. */
  int meanRounds;

  /** True while results of rounds are added to the mean. */
  boolean averages;

  /** Recurrent state by worker and layer; empty at the start of an epoch. */
  List<double[][]> streams = new ArrayList<>();

  /** Epoch, from 1. */
  int epoch = 1;

  /** Round of the epoch, from 0. */
  int round;

  /** Minibatches of the epoch that every worker has trained on. */
  int minibatch;

  /** Updates of a worker so far. */
  int step;

  /** Learning rate of the next round. */
  double rate;

  /** Whether the learning rate now decays after every epoch. */
  boolean decaying;

  /** Restarts from a checkpoint so far. */
  int divergences;

  /** Sums over the rounds of the current epoch. */
  EpochStats sums = new EpochStats();

  /** Figures of the epochs that are done. */
  List<EpochRecord> records = new ArrayList<>();

  TrainState copy() {
    TrainState copy = new TrainState();
    copy.parameters = parameters;
    copy.updaterState = updaterState;
    copy.velocity = velocity;
    copy.mean = mean;
    copy.meanRounds = meanRounds;
    copy.averages = averages;
    copy.streams = List.copyOf(streams);
    copy.epoch = epoch;
    copy.round = round;
    copy.minibatch = minibatch;
    copy.step = step;
    copy.rate = rate;
    copy.decaying = decaying;
    copy.divergences = divergences;
    copy.sums = sums.copy();
    copy.records = new ArrayList<>(records);
    return copy;
  }

  /**
   * Returns the figures of the epoch at its end.
   *
   * @param expected words of the training text
   * @param valid perplexity of the valid split; NaN without one
   * @param validOfMean the same of the mean over rounds; NaN without a mean
   */
  EpochRecord record(long expected, double valid, double validOfMean) {
    return new EpochRecord(
        epoch,
        rate,
        expected,
        sums.words,
        sums.perplexity(),
        valid,
        validOfMean,
        sums.words / sums.seconds,
        sums.times.averagingShare(),
        sums.times,
        sums.meanNorms(),
        sums.clipped / (double) sums.updates,
        sums.drift / sums.rounds,
        divergences,
        sums.seconds);
  }

  /** Returns the parameters to publish: the mean over rounds if there is one. */
  float[] published() {
    return mean.length == 0 ? parameters : mean;
  }

  /** Returns whether no epoch so far was better; always true without a valid split. */
  boolean isImprovedBy(double validPerplexity) {
    return Double.isNaN(validPerplexity) || validPerplexity < best(records);
  }

  /**
   * Returns whether none of the last epochs was better than the best one before them.
   *
   * @param patience number of last epochs; 0 = never stuck
   */
  boolean isStuck(int patience) {
    int n = records.size();
    return patience > 0
        && n > patience
        && best(records.subList(n - patience, n)) >= best(records.subList(0, n - patience));
  }

  private static double best(List<EpochRecord> records) {
    return records.stream()
        .mapToDouble(EpochRecord::publishedPerplexity)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
