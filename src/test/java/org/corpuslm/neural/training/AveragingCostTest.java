package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.junit.jupiter.api.Test;

/** Compares the cost model with operations counted by hand, and the division of measured time. */
class AveragingCostTest {
  private static NetworkConfig lstm(int vocabulary, int hidden) {
    return NetworkConfig.of(Architecture.LSTM, vocabulary, hidden, hidden, 2);
  }

  /** The number of multiplications, counted by hand from the equations of the LSTM. */
  @Test
  void aMinibatchCostsItsMultiplications() {
    double gates = 2 * 4.0 * 200 * (200 + 200);
    double softmax = 200.0 * 10_002;
    double operations = (gates + softmax) * 2 * 3 * 400; // multiply and add, three products
    double one = AveragingCost.minibatch(lstm(10_002, 200), 400);
    double half = AveragingCost.minibatch(lstm(10_002, 200), 200);
    assertThat(half).isCloseTo(one / 2, within(1e-12));
    double other = (2 * 4.0 * 50 * 100 + 50.0 * 1000) * 2 * 3 * 400;
    assertThat(AveragingCost.minibatch(lstm(1000, 50), 400) / one)
        .isCloseTo(other / operations, within(1e-9));
  }

  @Test
  void averagesTakeAtMostOneTwentiethOfTheTimeBetween() {
    for (int hidden : new int[] {100, 200, 650}) {
      NetworkConfig network = lstm(10_002, hidden);
      for (int state : new int[] {0, (int) (2 * network.parameters())}) {
        int frequency = AveragingCost.frequency(network, state, 400, 1_000_000);
        double average = AveragingCost.average(network, state);
        double minibatch = AveragingCost.minibatch(network, 400);
        assertThat(average).isLessThanOrEqualTo(0.05 * frequency * minibatch);
        if (frequency > 20) {
          assertThat(average).isGreaterThan(0.05 * (frequency - 1) * minibatch);
        }
      }
    }
    // Ten averages an epoch, but not after fewer than twenty minibatches.
    assertThat(AveragingCost.frequency(lstm(10, 4), 0, 10, 3000)).isEqualTo(300);
    assertThat(AveragingCost.frequency(lstm(10, 4), 0, 10, 50)).isEqualTo(20);
  }

  @Test
  void timesAddUpToTheWallTime() {
    List<WorkerReport> reports = List.of(report(0, 0.2, 5), report(1, 0.3, 7));
    RoundTimes times = RoundTimes.of(8, 0.1, reports, 2);
    assertThat(times).isEqualTo(new RoundTimes(0.4, 6, 1, 8 - 0.4 - 7));
    assertThat(times.plus(times).averagingShare()).isEqualTo(1.0 / 8, within(1e-12));
    assertThat(RoundTimes.of(8, 0.1, reports, 5)).as("more slots than workers").isEqualTo(times);
    assertThat(RoundTimes.NONE.averagingShare()).isZero();
  }

  /** Six workers on two slots: three waves are training, not averaging. */
  @Test
  void workersThatWaitForASlotAreNoAveraging() {
    List<WorkerReport> reports = new ArrayList<>();
    for (int w = 0; w < 6; w++) {
      reports.add(report(w, 0, 2));
    }
    RoundTimes times = RoundTimes.of(6.5, 0, reports, 2);
    assertThat(times).isEqualTo(new RoundTimes(0, 6, 0, 0.5));
    // The last of five has the other slot idle beside it.
    times = RoundTimes.of(6.5, 0, reports.subList(0, 5), 2);
    assertThat(times).isEqualTo(new RoundTimes(0, 5, 1, 0.5));
    assertThat(times.averagingShare()).isEqualTo(0.5 / 6.5, within(1e-12));
  }

  private static WorkerReport report(int worker, double fetching, double seconds) {
    return new WorkerReport(
        worker, 7, 1, true, new double[0][], new double[0], 1, 0, fetching, seconds);
  }
}
