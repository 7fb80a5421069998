package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.corpuslm.neural.training.OuterOptimizer.Method;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OuterOptimizerTest {
  private static final float[] NONE = {};

  @ParameterizedTest
  @EnumSource(Method.class)
  void withoutMomentumAndWithRateOneTheyAreTheMean(Method method) {
    OuterOptimizer outer =
        method == Method.AVERAGE
            ? OuterOptimizer.AVERAGE
            : new OuterOptimizer(method, 0.0, 1.0).forWorkers(4);
    float[] theta = {1, -2};
    float[] mean = {0.5f, -1.5f};
    float[] velocity = NONE;
    for (int round = 0; round < 3; round++) {
      float[] start = outer.start(theta, velocity);
      OuterOptimizer.Step step = outer.step(theta, start, mean, velocity, 0.25);
      assertThat(step.parameters()).containsExactly(mean, within(1e-6f));
      theta = step.parameters();
      velocity = step.velocity();
      mean = new float[] {mean[0] * 0.5f, mean[1] + 1};
    }
  }

  /** Two rounds by hand: Δ = 1 in the first, 0.5 in the second. */
  @Test
  void blockMomentum() {
    OuterOptimizer outer = new OuterOptimizer(Method.BLOCK_MOMENTUM, 0.5, 1.0);
    OuterOptimizer.Step first = outer.step(a(10), a(10), a(9), NONE, 1);
    assertThat(first.velocity()).containsExactly(1);
    assertThat(first.parameters()).containsExactly(9);
    assertThat(outer.start(first.parameters(), first.velocity())).containsExactly(9);
    OuterOptimizer.Step second = outer.step(a(9), a(9), a(8.5f), first.velocity(), 1);
    assertThat(second.velocity()).containsExactly(1); // 0.5 * 1 + 0.5
    assertThat(second.parameters()).containsExactly(8);
  }

  @Test
  void blockNesterovStartsAhead() {
    OuterOptimizer outer = new OuterOptimizer(Method.BLOCK_NESTEROV, 0.5, 1.0);
    OuterOptimizer.Step first = outer.step(a(10), a(10), a(9), NONE, 1);
    float[] start = outer.start(first.parameters(), first.velocity());
    assertThat(start).containsExactly(8.5f); // 9 - 0.5 * 1
    OuterOptimizer.Step second = outer.step(a(9), start, a(8), first.velocity(), 1);
    assertThat(second.velocity()).containsExactly(1); // 0.5 * 1 + 0.5
    assertThat(second.parameters()).containsExactly(8); // from θ
  }

  @Test
  void nesterov() {
    OuterOptimizer outer = new OuterOptimizer(Method.NESTEROV, 0.5, 0.8);
    OuterOptimizer.Step first = outer.step(a(10), a(10), a(9), NONE, 1);
    assertThat(first.velocity()).containsExactly(1);
    assertThat(first.parameters()).containsExactly(a(8.8f), within(1e-6f)); // 10 - 0.8 (1 + 0.5)
    OuterOptimizer.Step second = outer.step(a(8), a(8), a(7.5f), first.velocity(), 1);
    assertThat(second.velocity()).containsExactly(1); // 0.5 * 1 + 0.5
    assertThat(second.parameters()).containsExactly(a(7.2f), within(1e-6f)); // 8 - 0.8 (0.5 + 0.5)
  }

  @Test
  void slowMo() {
    OuterOptimizer outer = new OuterOptimizer(Method.SLOWMO, 0.5, 1.0);
    OuterOptimizer.Step first = outer.step(a(10), a(10), a(9), NONE, 0.5);
    assertThat(first.velocity()).containsExactly(2); // 1 / 0.5
    assertThat(first.parameters()).containsExactly(9);
    OuterOptimizer.Step second = outer.step(a(9), a(9), a(8.5f), first.velocity(), 0.25);
    assertThat(second.velocity()).containsExactly(3); // 0.5 * 2 + 0.5 / 0.25
    assertThat(second.parameters()).containsExactly(8.25f); // 9 - 0.25 * 3
  }

  @Test
  void valuesOfThePapersStandInForThoseNotGiven() {
    assertThat(new OuterOptimizer(Method.BLOCK_MOMENTUM, null, null).forWorkers(4))
        .isEqualTo(new OuterOptimizer(Method.BLOCK_MOMENTUM, 0.75, 1.0));
    assertThat(new OuterOptimizer(Method.NESTEROV, null, 0.5).forWorkers(8))
        .isEqualTo(new OuterOptimizer(Method.NESTEROV, 0.9, 0.5));
    assertThatThrownBy(() -> new OuterOptimizer(Method.AVERAGE, 0.5, null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--outer average");
    assertThatThrownBy(() -> new OuterOptimizer(Method.SLOWMO, 1.0, null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--outer-momentum is 1.0");
  }

  @Test
  void theMeanOverRoundsIsThatOfItsPoints() {
    float[] mean = NONE;
    double sum = 0;
    for (int n = 1; n <= 1000; n++) {
      float point = (float) Math.sin(n);
      sum += point;
      mean = RoundMean.with(mean, a(point), n);
    }
    assertThat((double) mean[0]).isCloseTo(sum / 1000, within(1e-6));
  }

  /** NT-ASGD, algorithm 1, with n = 5: compared with the best of all but the last five. */
  @Test
  void autoBeginsOnceValidPerplexityIsWorseThanLongBefore() {
    RoundMean auto = RoundMean.of("auto");
    assertThat(auto.begins(List.of(9.0, 8.0, 7.0, 6.0, 9.5))).isFalse();
    assertThat(auto.begins(List.of(5.0, 8.0, 7.0, 6.0, 6.0, 4.9))).isFalse();
    assertThat(auto.begins(List.of(5.0, 8.0, 7.0, 6.0, 6.0, 5.1))).isTrue();
    assertThat(RoundMean.NONE.begins(List.of(5.0, 8.0, 7.0, 6.0, 6.0, 5.1))).isFalse();
    assertThatThrownBy(() -> RoundMean.of("0")).hasMessageContaining("--average-rounds is 0");
  }

  @Test
  void aNumberTakesTheLastRoundsOfAnEpoch() {
    RoundMean last = RoundMean.of("3");
    assertThat(last.restarts(7, 10)).isTrue();
    assertThat(last.restarts(8, 10)).isFalse();
    assertThat(last.restarts(0, 2)).isTrue();
    assertThat(RoundMean.of("off").restarts(0, 1)).isFalse();
  }

  private static float[] a(float value) {
    return new float[] {value};
  }
}
