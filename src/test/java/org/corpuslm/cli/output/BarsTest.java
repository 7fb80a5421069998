package org.corpuslm.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarsTest {
  @Test
  void barsAreAsLongAsTheirShare() {
    Bars fine = new Bars(10, true);
    assertThat(fine.of(1)).isEqualTo("██████████");
    assertThat(fine.of(0.5)).isEqualTo("█████");
    assertThat(fine.of(0.55)).as("5 4/8").isEqualTo("█████▌");
    assertThat(fine.of(0.0125)).as("1/8").isEqualTo("▏");
    Bars plain = new Bars(10, false);
    assertThat(plain.of(1)).isEqualTo("##########");
    assertThat(plain.of(0.55)).isEqualTo("######");
  }

  @Test
  void onlyZeroIsNothing() {
    for (boolean unicode : new boolean[] {true, false}) {
      assertThat(new Bars(10, unicode).of(1e-9)).hasSize(1);
      assertThat(new Bars(10, unicode).of(0)).isEmpty();
    }
  }
}
