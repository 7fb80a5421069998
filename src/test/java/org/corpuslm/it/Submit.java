package org.corpuslm.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the shaded job jar in a JVM of its own, as users do. */
final class Submit {
  static final Path BASE = Path.of(System.getProperty("corpuslm.basedir", "."));

  /** For JVMs that live for seconds: what they run is not worth the best compiler. */
  static final String SHORT = "-XX:TieredStopAtLevel=1";

  private static final long LIMIT_SECONDS = 900;

  private Submit() {}

  /** The result of a finished process. */
  record Outcome(int exitCode, String out, String err) {
    Outcome orFail() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + out + "\n" + err);
      }
      return this;
    }
  }

  /** {@code scripts/corpuslm}, on the embedded Spark, with another master. */
  static Outcome corpuslm(String master, String... arguments) {
    return start(master, arguments).await();
  }

  /** Starts the process without waiting for its end. */
  static Running start(String master, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(BASE.resolve("scripts/corpuslm").toString());
    command.addAll(List.of(arguments));
    return start(command, Map.of("CORPUSLM_SPARK_OPTS", "--master " + master));
  }

  /** Runs a command; kills it when it takes too long. */
  static Outcome run(List<String> command, Map<String, String> environment) {
    return start(command, environment).await();
  }

  static Running start(List<String> command, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile("corpuslm", ".out");
      Path err = Files.createTempFile("corpuslm", ".err");
      out.toFile().deleteOnExit();
      err.toFile().deleteOnExit();
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().remove("SPARK_HOME");
      builder.environment().put("CORPUSLM_JVM_OPTS", SHORT);
      builder.environment().putAll(environment);
      return new Running(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A process that was started. */
  record Running(List<String> command, Process process, Path out, Path err) {

    /** Its descendants that run a class of this name. */
    List<ProcessHandle> descendants(String mainClass) {
      return process.descendants().filter(p -> commandLine(p).contains(mainClass)).toList();
    }

    private static String commandLine(ProcessHandle process) {
      try {
        return Files.readString(
            Path.of("/proc", String.valueOf(process.pid()), "cmdline"),
            StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        return ""; // it has just ended
      }
    }

    /** Ends it, and all that it started, at once. */
    void kill() throws InterruptedException {
      List<ProcessHandle> all = process.descendants().toList();
      process.destroyForcibly().waitFor();
      all.forEach(ProcessHandle::destroyForcibly);
    }

    Outcome await() {
      try {
        return outcome();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    private Outcome outcome() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(
            "no end after %d s: %s\n%s".formatted(LIMIT_SECONDS, command, Files.readString(err)));
      }
      return new Outcome(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }
}
