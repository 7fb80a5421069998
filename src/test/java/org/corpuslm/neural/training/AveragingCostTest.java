package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.NetworkConfig;
import org.junit.jupiter.api.Test;

class AveragingCostTest {
  private static NetworkConfig lstm(int vocabulary, int hidden) {
    return new NetworkConfig(
        Architecture.LSTM, vocabulary, hidden, hidden, 2, 2, false, false, false, false, 0, 0, 0);
  }

  @Test
  void averagesStayRareAndYetFrequentEnough() {
    NetworkConfig zaremba = lstm(10_002, 200);
    int plain = AveragingCost.frequency(zaremba, 0, 400, 100_000);
    assertThat(plain).isBetween(30, 120);
    // More to exchange, or less to do between: seldomer.
    int adam = AveragingCost.frequency(zaremba, (int) (2 * zaremba.parameters()), 400, 100_000);
    assertThat(adam).isBetween(2 * plain / 2 + 1, 3 * plain);
    assertThat(AveragingCost.frequency(zaremba, 0, 100, 100_000)).isBetween(3 * plain, 5 * plain);
    // Ten averages an epoch, but not after fewer than twenty minibatches.
    assertThat(AveragingCost.frequency(lstm(10, 4), 0, 10, 3000)).isEqualTo(300);
    assertThat(AveragingCost.frequency(lstm(10, 4), 0, 10, 50)).isEqualTo(20);
  }

  @Test
  void timesAddUpToTheWallTime() {
    List<WorkerReport> reports = List.of(report(0, 0.2, 5), report(1, 0.3, 7));
    RoundTimes times = RoundTimes.of(8, 0.1, reports);
    assertThat(times).isEqualTo(new RoundTimes(0.4, 6, 1, 8 - 0.4 - 7));
    assertThat(times.plus(times).averagingShare())
        .isEqualTo(1.0 / 8, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(RoundTimes.NONE.averagingShare()).isZero();
  }

  private static WorkerReport report(int worker, double fetching, double seconds) {
    return new WorkerReport(
        worker, 7, 1, true, new double[0][], new double[0], 1, 0, fetching, seconds);
  }
}
