package org.corpuslm.neural.training;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a training run stands between two rounds: all that the next one follows from. Arrays are
 * never altered once they are here.
 */
final class TrainState {
  float[] parameters;
  float[] updaterState;

  /** State of the recurrent layers of every worker; empty at the start of an epoch. */
  List<double[][]> streams = new ArrayList<>();

  /** From 1. */
  int epoch = 1;

  /** Of the epoch, from 0. */
  int round;

  /** Minibatches of the epoch that every worker has done. */
  int minibatch;

  /** Updates so far. */
  int step;

  double rate;
  boolean decaying;
  int divergences;
  EpochStats sums = new EpochStats();
  List<EpochRecord> records = new ArrayList<>();

  TrainState copy() {
    TrainState copy = new TrainState();
    copy.parameters = parameters;
    copy.updaterState = updaterState;
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
   * What is known of the epoch at its end.
   *
   * @param expected words of the training text
   * @param valid perplexity of the valid split; NaN without one
   */
  EpochRecord record(long expected, double valid) {
    return new EpochRecord(
        epoch,
        rate,
        expected,
        sums.words,
        sums.perplexity(),
        valid,
        sums.words / sums.seconds,
        sums.times.averagingShare(),
        sums.times,
        sums.meanNorms(),
        sums.clipped / (double) sums.updates,
        sums.drift / sums.rounds,
        divergences,
        sums.seconds);
  }

  /** Whether no epoch so far was better; without a valid split every one is. */
  boolean isImprovedBy(double validPerplexity) {
    return Double.isNaN(validPerplexity) || validPerplexity < best(records);
  }

  /** Whether none of the last epochs was better than those before; 0 = never. */
  boolean isStuck(int patience) {
    int n = records.size();
    return patience > 0
        && n > patience
        && best(records.subList(n - patience, n)) >= best(records.subList(0, n - patience));
  }

  private static double best(List<EpochRecord> records) {
    return records.stream()
        .mapToDouble(EpochRecord::validPerplexity)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
