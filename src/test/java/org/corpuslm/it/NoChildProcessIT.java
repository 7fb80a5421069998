package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local run, from text to report and ARPA file, starts no child process. */
class NoChildProcessIT {
  private static final List<String> OUTPUTS =
      List.of("corpus", "counts", "ngram", "lstm", "report", "ngram.arpa");

  @TempDir private Path dir;
  private Path job;

  @BeforeEach
  void writeJob() throws IOException {
    Files.write(dir.resolve("text.txt"), ZipfText.lines(400, 100, 7));
    job = dir.resolve("job.conf");
    Files.writeString(
        job,
        """
steps = [
  { command = prepare, input = ["%1$s/text.txt"], output = "%1$s/corpus"
    holdout = "0.1,0.1" }
  { command = count, corpus = "%1$s/corpus", output = "%1$s/counts", order = 3, shards = 3 }
  { command = estimate, counts = "%1$s/counts", output = "%1$s/ngram"
    smoothing = modified-kneser-ney, discount-fallback = true }
  { command = train, corpus = "%1$s/corpus", output = "%1$s/lstm", model = lstm
    hidden = 4, embedding = 4, epochs = 1, workers = 1, batch = 4 }
  { command = perplexity, model = ["%1$s/ngram", "%1$s/lstm"], corpus = "%1$s/corpus"
    output = "%1$s/report" }
  { command = export-arpa, model = "%1$s/ngram", output = "%1$s/ngram.arpa" }
]
"""
            .formatted(dir));
  }

  /** The JVM as plain spark-submit starts it, where PATH leads nowhere. */
  @Test
  void withAPathInWhichNothingIsExecutable() throws IOException {
    Path spark = Submit.BASE.resolve("target/spark");
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx1g", Submit.SHORT, "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", spark.resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", "local[2]"));
    command.addAll(List.of("--properties-file", Submit.BASE.resolve("conf/local.conf").toString()));
    command.addAll(List.of("--class", "org.corpuslm.cli.Main"));
    command.add(Submit.BASE.resolve("target/corpuslm.jar").toString());
    command.addAll(List.of("run", job.toString()));
    Map<String, String> environment =
        Map.of(
            "PATH", Files.createDirectory(dir.resolve("empty")).toString(),
            "SPARK_SCALA_VERSION", "2.12",
            "SPARK_LOCAL_IP", "127.0.0.1");
    Submit.Outcome outcome = Submit.run(command, environment).orFail();
    assertThat(outcome.err()).doesNotContain("native Unix OS command", "Cannot run program");
    assertOutputs();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .as("temporary directories of Spark")
          .noneMatch(name -> name.startsWith("spark-") || name.startsWith("blockmgr-"));
    }
  }

  @Test
  void noneIsStartedByTheLauncherEither() throws IOException {
    assumeThat(Path.of("/usr/bin/strace")).as("strace counts child processes").exists();
    Path trace = dir.resolve("trace");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("strace", "-f", "-qq", "-e", "trace=execve", "-o", trace.toString(), "--"));
    command.add(Submit.BASE.resolve("scripts/corpuslm").toString());
    command.addAll(List.of("run", job.toString()));
    Submit.run(command, Map.of("CORPUSLM_SPARK_OPTS", "--master local[2]")).orFail();
    assertOutputs();
    List<String> started =
        Files.readAllLines(trace).stream().filter(line -> line.contains("execve")).toList();
    int java = 0;
    while (java < started.size() && !started.get(java).matches(".*launchMechani.* = 0")) {
      java++;
    }
    assertThat(started).as("the JVM is among what was started").hasSizeGreaterThan(java);
    assertThat(started.subList(java + 1, started.size())).as("what the JVM started").isEmpty();
  }

  private void assertOutputs() {
    OUTPUTS.forEach(output -> assertThat(dir.resolve(output)).exists());
  }
}
