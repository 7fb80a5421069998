package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandMetricsTest {
  @Test
  void serialPartIsTheTimeInWhichNoTaskRuns() {
    CommandMetrics metrics = new CommandMetrics(1_000);
    assertThat(metrics.serialMillis(1_500)).isEqualTo(500);
    metrics.started(2_000); // the driver alone: 1,000 ms
    metrics.started(2_100);
    metrics.ended(3_000); // one task still runs
    metrics.ended(3_500);
    metrics.started(3_600); // 100 ms
    assertThat(metrics.serialMillis(9_000)).isEqualTo(1_100);
    metrics.ended(4_000);
    assertThat(metrics.serialMillis(4_250)).isEqualTo(1_350);
    assertThat(metrics.summary(4_250)).startsWith("3.3 s, serial part 1.4 s; 3 tasks");
  }

  @Test
  void clocksThatStepBackTakeNothingAway() {
    CommandMetrics metrics = new CommandMetrics(1_000);
    metrics.started(900);
    metrics.ended(950);
    assertThat(metrics.serialMillis(1_200)).isEqualTo(200);
  }
}
