package org.corpuslm.ngram.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.corpuslm.corpus.NgramOrder;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.MemoryBudget;
import org.junit.jupiter.api.Test;

/** Tests the predicted memory and disk space of high orders. */
class CountDemandTest {
  private static final long MB = 1 << 20;

  @Test
  void tablesThatCannotFitAreRefusedBeforeTheWork() {
    CountDemand high = CountDemand.of(NgramOrder.MAX_COUNTED, 100, 1_000_000_000);
    assertThat(high.tables()).isEqualTo(11 * MemoryBudget.TABLE);
    assertThatThrownBy(() -> high.check(new MemoryBudget(2048 * MB, 16, 0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "order 12", "187 MB", "16 tasks", "2,048 MB", "--order", "spark.executor.memory");
    high.check(new MemoryBudget(4096 * MB, 16, 0));
    CountDemand.of(5, 100, 1_000_000_000).check(new MemoryBudget(2048 * MB, 16, 0));
    // Small text needs no large tables.
    CountDemand.of(NgramOrder.MAX_COUNTED, 2, 1000).check(new MemoryBudget(450 * MB, 16, 0));
  }

  @Test
  void theDocumentHasTheLimitsOfTheCode() throws IOException {
    String doc =
        Files.readString(
            Path.of(System.getProperty("corpuslm.basedir", "."), "docs/operations.md"));
    assertThat(doc)
        .contains(
            "| order | %d counted, %d imported |".formatted(NgramOrder.MAX_COUNTED, NgramOrder.MAX))
        .contains(String.format(Locale.ROOT, "| shards | %,d |", ShardLimits.MAX_SHARDS))
        .contains("orders from %d on".formatted(CountDemand.HIGH_ORDER));
    assertThat(ShardLimits.maxRows(5)).isEqualTo((Integer.MAX_VALUE - 8L) / 5);
    assertThat(ShardLimits.maxRows(20)).isEqualTo((Integer.MAX_VALUE - 8L) / 20);
  }

  @Test
  void everyOrderTakesMore() {
    for (int order = 2; order <= NgramOrder.MAX_COUNTED; order++) {
      CountDemand less = CountDemand.of(order - 1, 8, 100_000_000);
      CountDemand more = CountDemand.of(order, 8, 100_000_000);
      assertThat(more.tables()).isGreaterThan(less.tables());
      assertThat(more.shuffle()).isGreaterThan(less.shuffle());
      assertThat(more.store()).isGreaterThan(less.store());
    }
  }
}
