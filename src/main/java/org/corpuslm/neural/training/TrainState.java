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
  boolean halving;
  int divergences;
  EpochSums sums = new EpochSums();
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
    copy.halving = halving;
    copy.divergences = divergences;
    copy.sums = sums.copy();
    copy.records = new ArrayList<>(records);
    return copy;
  }
}
