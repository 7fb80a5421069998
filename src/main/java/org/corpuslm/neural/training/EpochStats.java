package org.corpuslm.neural.training;

import java.util.List;

/** Sums over the rounds of an epoch. */
final class EpochStats {
  long words;
  double loss;
  double[] norms = new double[0];
  long updates;
  long clipped;
  double drift;
  int rounds;
  double seconds;
  RoundTimes times = RoundTimes.NONE;

  /**
   * Adds one round.
   *
   * @param reports reports of the workers, in their order
   * @param relativeDrift see {@link EpochRecord#workerDrift()}
   * @param sharing seconds that the driver took to broadcast the parameters
   * @param wall seconds of the round
   * @param slots tasks that run at the same time
   */
  void add(
      List<WorkerReport> reports, double relativeDrift, double sharing, double wall, int slots) {
    for (WorkerReport r : reports) {
      words += r.words();
      loss += r.loss();
      updates += r.updates();
      clipped += r.clipped();
      if (norms.length == 0) {
        norms = new double[r.norms().length];
      }
      for (int i = 0; i < norms.length; i++) {
        norms[i] += r.norms()[i];
      }
    }
    drift += relativeDrift;
    rounds++;
    seconds += wall;
    times = times.plus(RoundTimes.of(wall, sharing, reports, slots));
  }

  /** Returns the perplexity of the words as they were seen. */
  double perplexity() {
    return Math.exp(loss / words);
  }

  /** Returns the mean over the updates of the norm of each layer's gradient. */
  double[] meanNorms() {
    double[] mean = norms.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= updates;
    }
    return mean;
  }

  EpochStats copy() {
    EpochStats copy = new EpochStats();
    copy.words = words;
    copy.loss = loss;
    copy.norms = norms.clone();
    copy.updates = updates;
    copy.clipped = clipped;
    copy.drift = drift;
    copy.rounds = rounds;
    copy.seconds = seconds;
    copy.times = times;
    return copy;
  }
}
