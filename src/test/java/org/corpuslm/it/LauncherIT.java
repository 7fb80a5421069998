package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code scripts/corpuslm} up to the start of a command. */
class LauncherIT {
  private static final String LAUNCHER =
      Submit.BASE.resolve("scripts/corpuslm").toAbsolutePath().toString();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80%   | is 80%, which is not an amount of memory; write a number and m or g, such as 2g",
        "1.5g  | is 1.5g, which is not an amount of memory",
        "g     | is g, which is not an amount of memory",
        "2     | is 2, which is 2 MiB; Spark needs 512m or more",
        "300m  | is 300m, which is 300 MiB; Spark needs 512m or more",
      })
  void aHeapThatIsNone(String size, String message) {
    Map<String, String> option = Map.of("CORPUSLM_SPARK_OPTS", "--driver-memory " + size);
    Map<String, String> setting =
        Map.of("CORPUSLM_SPARK_OPTS", "--conf spark.driver.memory=" + size);
    refused(Map.of("CORPUSLM_DRIVER_MEMORY", size), "CORPUSLM_DRIVER_MEMORY " + message);
    refused(option, "--driver-memory " + message);
    refused(setting, "spark.driver.memory " + message);
  }

  /** The JVM knows neither unit, Spark does. */
  @ParameterizedTest
  @ValueSource(strings = {"1gb", "1024", "1GB"})
  void aHeapAsSparkWritesIt(String size) {
    refused(Map.of("CORPUSLM_DRIVER_MEMORY", size), "nowhere does not exist");
  }

  @Test
  void theHeapIsTheOneThatIsAskedForLast() {
    Map<String, String> environment =
        Map.of(
            "CORPUSLM_DRIVER_MEMORY",
            "600m",
            "CORPUSLM_SPARK_OPTS",
            "--driver-memory 700m",
            "CORPUSLM_JVM_OPTS",
            "-XX:+PrintFlagsFinal");
    assertThat(inspect(environment).out()).containsPattern("MaxHeapSize += " + (700 << 20));
  }

  @Test
  void aShellThatIsNoBash() {
    Submit.Outcome version = Submit.run(List.of("sh", LAUNCHER, "--version"), Map.of()).orFail();
    assertThat(version.out()).startsWith("corpuslm ");
  }

  @Test
  void anUnknownCommandIsNoRequestForHelp() {
    Submit.Outcome outcome = Submit.run(List.of(LAUNCHER, "recount", "--help"), Map.of());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("corpuslm: ").contains("recount", "count");
  }

  @Test
  void aSettingThatSparkRefuses() {
    Map<String, String> environment =
        new HashMap<>(Map.of("CORPUSLM_SPARK_OPTS", "--master local[x]"));
    Submit.Outcome outcome =
        Submit.run(
            List.of(LAUNCHER, "prepare", "--input", LAUNCHER, "--output", "/tmp/never"),
            environment);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "corpuslm: Spark refuses its configuration: ", "'local[x]'", "CORPUSLM_SPARK_OPTS")
        .doesNotContain("\tat ");
  }

  /** Workers of one core each have none for an executor that wants four. */
  @Test
  void executorsThatNeverCome(@TempDir Path dir) throws IOException {
    Path text = Files.write(dir.resolve("text.txt"), ZipfText.lines(20, 10, 1));
    Map<String, String> environment =
        Map.of(
            "CORPUSLM_SPARK_OPTS",
            "--master local-cluster[1,1,1024] --conf spark.executor.cores=4"
                + " --conf spark.executor.memory=512m --conf spark.corpuslm.executorWait=5s");
    Path output = dir.resolve("corpus");
    Submit.Outcome outcome =
        Submit.run(
            List.of(LAUNCHER, "prepare", "--input", text.toString(), "--output", output.toString()),
            environment);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("no executor came from local-cluster[1,1,1024] within 5 s")
        .contains("spark.corpuslm.executorWait", "4 cores and 512m of memory");
    assertThat(output).doesNotExist();
  }

  private static void refused(Map<String, String> environment, String message) {
    Submit.Outcome outcome = inspect(environment);
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("corpuslm: " + message);
  }

  private static Submit.Outcome inspect(Map<String, String> environment) {
    return Submit.run(List.of(LAUNCHER, "inspect", "nowhere"), environment);
  }
}
