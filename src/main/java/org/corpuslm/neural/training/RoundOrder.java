package org.corpuslm.neural.training;

import java.io.Serializable;
import org.corpuslm.runtime.Hash;

/**
 * What every worker does in one round.
 *
 * @param epoch from 1
 * @param round of the epoch, from 0
 * @param from first minibatch of the epoch
 * @param to after the last one
 * @param rate learning rate
 * @param step updates before this round
 */
record RoundOrder(int epoch, int round, int from, int to, double rate, int step)
    implements Serializable {

  /** Seed of a worker's dropout masks in this round. */
  long seed(long seed, int worker) {
    return Hash.fold(Hash.fold(Hash.fold(seed, epoch), round), worker);
  }
}
