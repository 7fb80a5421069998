package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code conf/log4j2.properties} lets through. */
class LogSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "org.apache.spark.util.ShutdownHookManager, false",
    "org.apache.spark.ContextCleaner, false",
    "org.apache.spark.scheduler.AsyncEventQueue, false",
    "org.apache.spark.storage.DiskBlockManager, false",
    "org.apache.spark.SparkContext, false",
    "org.apache.spark.scheduler.DAGScheduler, true",
    "org.corpuslm.cli.Main, true"
  })
  void whatSparkStumblesOverAtTheEndIsALine(String logger, boolean trace) {
    PrintStream stderr = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    Path settings = Path.of(System.getProperty("corpuslm.basedir", "."), "conf/log4j2.properties");
    try (LoggerContext context = new LoggerContext("settings", null, settings.toUri())) {
      context.start();
      context
          .getLogger(logger)
          .error("Exception while deleting a directory", new IOException("Failed to delete: /x"));
    } finally {
      System.setErr(stderr);
    }
    String written = log.toString(StandardCharsets.UTF_8);
    assertThat(written)
        .contains("deleting a directory", "java.io.IOException: Failed to delete: /x");
    assertThat(written.contains("\tat ")).isEqualTo(trace);
    assertThat(written.lines().count() == 1).isEqualTo(!trace);
  }
}
