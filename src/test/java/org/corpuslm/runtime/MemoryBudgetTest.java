package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the division of the heap, and that docs/operations.md states the same figures. */
class MemoryBudgetTest {
  private static final long MB = 1 << 20;

  @Test
  void allSlotsTogetherStayWithinTheHeap() {
    for (long heap : new long[] {450 * MB, 2048 * MB, 65_536 * MB}) {
      for (int slots : new int[] {1, 2, 16, 64}) {
        MemoryBudget budget = new MemoryBudget(heap, slots, 100 * MB);
        assertThat(budget.task() * slots).isLessThanOrEqualTo(heap - MemoryBudget.BASE - 100 * MB);
        long runs = budget.runs(4);
        assertThat(runs == 8 * MB || slots * (runs + 4 * MemoryBudget.TABLE) < heap)
            .as("%d MB in %d slots: runs of %d MB", heap / MB, slots, runs / MB)
            .isTrue();
        assertThat((long) budget.chunk() * MemoryBudget.SORTED_TOKEN * slots).isLessThan(heap);
      }
    }
    // What was a sixteenth of the heap for each slot: sixteen slots took all of it.
    assertThat(new MemoryBudget(8192 * MB, 16, 0).runs(4) * 16).isLessThan(8192 * MB / 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local | | | 1",
        "local[3] | | | 3",
        "local[3,2] | | | 3",
        "local[4] | | 2 | 2",
        "local-cluster[2,5,1024] | | | 5",
        "spark://host:7077 | 6 | | 6",
        "spark://host:7077 | 6 | 4 | 1",
        "yarn | 7 | | 7",
        "yarn | | | 1",
        "k8s://https://host | | | 1"
      })
  void slotsOfAJvm(String master, String cores, String cpus, int slots) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    if (cores != null) {
      conf.set("spark.executor.cores", cores);
    }
    if (cpus != null) {
      conf.set("spark.task.cpus", cpus);
    }
    assertThat(MemoryBudget.slots(conf)).isEqualTo(slots);
  }

  @Test
  void everyProcessorIsASlotWhereNothingElseIsSaid() {
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(MemoryBudget.slots(new SparkConf(false).set("spark.master", "local[*]")))
        .isEqualTo(processors);
    assertThat(MemoryBudget.slots(new SparkConf(false).set("spark.master", "spark://host:7077")))
        .isEqualTo(processors);
  }

  /** The figures of the table of sizes are those of the code. */
  @Test
  void theDocumentHasTheFormulasOfTheCode() throws IOException {
    String doc =
        Files.readString(
            Path.of(System.getProperty("corpuslm.basedir", "."), "docs/operations.md"));
    assertThat(doc)
        .contains("| base | %d MB |".formatted(MemoryBudget.BASE / MB))
        .contains("| vocabulary | V × (%d + 2 L) |".formatted(MemoryBudget.VOCABULARY_WORD))
        .contains("| `prepare`, a task | %d MB".formatted(MemoryBudget.WORD_TABLE / MB))
        .contains("| `prepare`, a reduce task | W × %d |".formatted(MemoryBudget.RANKED_WORD))
        .contains(
            "| `prepare`, driver | W × %d + 2 × bytes of the words |"
                .formatted(MemoryBudget.RANKED_WORD))
        .contains("| `count`, a map task | %d × chunk".formatted(MemoryBudget.SORTED_TOKEN))
        .contains(
            "| `count`, a reduce task | R + %d MB × (N − 1) |".formatted(MemoryBudget.TABLE / MB))
        .contains(
            "R = (share − %d MB × (N − 1)) / %d, at least %d MB"
                .formatted(
                    MemoryBudget.TABLE / MB,
                    MemoryBudget.RUNS_PART,
                    new MemoryBudget(0, 1, 0).runs(1) / MB))
        .contains("share = (heap − base − vocabulary) / slots");
    assertThat(MemoryBudget.vocabulary(10, 79)).isEqualTo(10 * (44 + 2 * 7) + 18);
    assertThat(MemoryBudget.tables(12, Long.MAX_VALUE / 1000)).isEqualTo(11 * MemoryBudget.TABLE);
    assertThat(MemoryBudget.tables(5, 1000)).isLessThan(5 * MB);
  }
}
