package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Where the wall time of rounds went, in seconds.
 *
 * @param broadcast until every worker had the parameters
 * @param training of a task slot, the mean over the slots in use: of a worker, if each has a slot
 * @param waiting of a slot for the last worker, the mean over the slots in use
 * @param aggregation the rest: packing, shuffle, averaging, collecting, scheduling
 */
public record RoundTimes(double broadcast, double training, double waiting, double aggregation)
    implements Serializable {
  static final RoundTimes NONE = new RoundTimes(0, 0, 0, 0);

  /**
   * Of one round. Workers that have to wait for a free slot are no part of the aggregation: the
   * round trains until the last of them is done.
   *
   * @param sharing seconds that the driver took to offer the parameters
   * @param slots tasks that run at the same time
   */
  static RoundTimes of(double wall, double sharing, List<WorkerReport> reports, int slots) {
    double fetching = 0;
    double sum = 0;
    double[] busyUntil = new double[Math.min(slots, reports.size())];
    for (WorkerReport r : reports) {
      fetching = Math.max(fetching, r.fetching());
      sum += r.seconds();
      // Spark gives tasks in their order to the slots that are free first.
      Arrays.sort(busyUntil);
      busyUntil[0] += r.seconds();
    }
    double last = Arrays.stream(busyUntil).max().orElseThrow();
    double mean = sum / busyUntil.length;
    double broadcast = sharing + fetching;
    return new RoundTimes(broadcast, mean, last - mean, Math.max(0, wall - broadcast - last));
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
