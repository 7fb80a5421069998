package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.List;

/**
 * Where the wall time of rounds went, in seconds.
 *
 * @param broadcast until every worker had the parameters
 * @param training of a worker, the mean over all
 * @param waiting of a worker for the slowest one, the mean over all
 * @param aggregation the rest: packing, shuffle, averaging, collecting, scheduling
 */
public record RoundTimes(double broadcast, double training, double waiting, double aggregation)
    implements Serializable {
  static final RoundTimes NONE = new RoundTimes(0, 0, 0, 0);

  /**
   * Of one round.
   *
   * @param sharing seconds that the driver took to offer the parameters
   */
  static RoundTimes of(double wall, double sharing, List<WorkerReport> reports) {
    double fetching = 0;
    double longest = 0;
    double sum = 0;
    for (WorkerReport r : reports) {
      fetching = Math.max(fetching, r.fetching());
      longest = Math.max(longest, r.seconds());
      sum += r.seconds();
    }
    double mean = sum / reports.size();
    double broadcast = sharing + fetching;
    return new RoundTimes(broadcast, mean, longest - mean, Math.max(0, wall - broadcast - longest));
  }

  RoundTimes plus(RoundTimes other) {
    return new RoundTimes(
        broadcast + other.broadcast,
        training + other.training,
        waiting + other.waiting,
        aggregation + other.aggregation);
  }

  /** Share of averaging, without the waiting, which is that of unequal workers. */
  double averagingShare() {
    double all = broadcast + training + waiting + aggregation;
    return all == 0 ? 0 : (broadcast + aggregation) / all;
  }
}
