package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The division of the wall time of rounds, in seconds.
 *
 * @param broadcast time until every worker had the parameters
 * @param training mean training time of the task slots in use
 * @param waiting mean time that the slots in use waited for the last worker
 * @param aggregation the rest: packing, shuffle, averaging, collecting, scheduling
 */
public record RoundTimes(double broadcast, double training, double waiting, double aggregation)
    implements Serializable {
  static final RoundTimes NONE = new RoundTimes(0, 0, 0, 0);

  /**
   * Divides the time of one round. Workers that wait for a free slot count as training: the round
   * trains until the last of them is done.
   *
   * @param wall seconds of the round
   * @param sharing seconds that the driver took to broadcast the parameters
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

  /** Returns the sums. */
  RoundTimes plus(RoundTimes other) {
    return new RoundTimes(
        broadcast + other.broadcast,
        training + other.training,
        waiting + other.waiting,
        aggregation + other.aggregation);
  }

  /** Returns the share of broadcast and aggregation, 0 to 1; waiting counts as training. */
  double averagingShare() {
    double all = broadcast + training + waiting + aggregation;
    return all == 0 ? 0 : (broadcast + aggregation) / all;
  }
}
