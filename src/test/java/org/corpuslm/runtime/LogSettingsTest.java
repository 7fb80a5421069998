package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the levels in {@code conf/log4j2.properties}. */
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
    Path settings = Path.of(System.getProperty("corpuslm.basedir", "."), "conf/log4j2.properties");
    try (LoggerContext context = new LoggerContext("settings", null, settings.toUri())) {
      context.start();
      LoggerConfig config = context.getConfiguration().getLoggerConfig(logger);
      LoggerConfig root = context.getConfiguration().getRootLogger();
      List<Appender> appenders = List.copyOf(config.getAppenders().values());
      assertThat(appenders).as("one place to write to").hasSize(config == root || !trace ? 1 : 0);
      Appender appender =
          appenders.isEmpty() ? root.getAppenders().values().iterator().next() : appenders.get(0);
      assertThat(config == root || config.isAdditive()).isEqualTo(trace);
      LogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName(logger)
              .setLevel(Level.ERROR)
              .setMessage(new SimpleMessage("Exception while deleting a directory"))
              .setThrown(new IOException("Failed to delete: /x"))
              .build();
      String written = String.valueOf(appender.getLayout().toSerializable(event));
      assertThat(written).contains("deleting a directory", "IOException: Failed to delete: /x");
      assertThat(written.contains("\tat ")).isEqualTo(trace);
      assertThat(written.lines().count() == 1).isEqualTo(!trace);
    }
  }
}
