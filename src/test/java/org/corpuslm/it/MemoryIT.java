package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application that runs one step after the other: its executors do not fill up. */
class MemoryIT {
  @Tag("cluster")
  @Test
  void executorsDoNotGrowFromCycleToCycle() {
    Submit.Outcome outcome =
        Submit.run(
            List.of(Submit.BASE.resolve("scripts/soak").toString(), "memory", "--cycles", "6"),
            Map.of());
    assertThat(outcome.orFail().out())
        .contains("cycle 6, executor", "soak: grown by")
        .doesNotContain("OutOfMemory");
  }
}
