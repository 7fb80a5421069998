package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default of {@code --workers} follows from the configuration alone. */
class TaskSlotsTest {
  private static SparkConf conf(String master, String settings) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    for (String setting : settings.split(" ", 0)) {
      String[] pair = setting.split("=", 0);
      if (pair.length == 2) {
        conf.set("spark." + pair[0], pair[1]);
      }
    }
    return conf;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "local, '', 1",
        "local[3], '', 3",
        "\"local[3,2]\", '', 3",
        "\"local-cluster[2,3,1024]\", '', 6",
        "\"local-cluster[ 2 , 3 , 1024 ]\", task.cpus=2, 2",
        "yarn, executor.instances=4 executor.cores=2, 8",
        "yarn, executor.instances=4, 4",
        "yarn, executor.instances=4 executor.cores=5 task.cpus=2, 8",
        "yarn, executor.instances=1 executor.cores=2 dynamicAllocation.enabled=true"
            + " dynamicAllocation.maxExecutors=6, 12",
        "k8s://https://host:443, executor.instances=3 executor.cores=2, 6",
        "spark://host:7077, cores.max=12, 12",
        "spark://host:7077, cores.max=12 task.cpus=5, 2",
        "spark://host:7077, cores.max=13 executor.cores=4, 12",
        "spark://host:7077, cores.max=12 executor.cores=4 task.cpus=3, 3",
      })
  void followFromTheConfiguration(String master, String settings, int slots) {
    assertThat(TaskSlots.configured(conf(master, settings))).isEqualTo(slots);
  }

  @ParameterizedTest
  @CsvSource({
    "yarn, '', spark.executor.instances",
    "spark://host:7077, executor.cores=4, spark.cores.max",
    "yarn, executor.instances=4 dynamicAllocation.enabled=true,"
        + " spark.dynamicAllocation.maxExecutors",
    "yarn, executor.instances=4 executor.cores=1 task.cpus=2, spark.executor.cores",
  })
  void orAreAskedFor(String master, String settings, String missing) {
    assertThatThrownBy(() -> TaskSlots.configured(conf(master, settings)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(master, "--workers N", missing);
  }
}
