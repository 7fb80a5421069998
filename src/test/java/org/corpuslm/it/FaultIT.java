package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * From text to perplexity while executors fail in every single stage: counting words, encoding,
 * both sides of the n-gram shuffle, estimation, training, averaging, validation, scoring. The
 * outcome is that of a clean run, to the byte.
 */
class FaultIT {
  private static final String CLUSTER = "local-cluster[2,1,640]";
  private static final int MIN_STAGES = 12;

  @TempDir private static Path dir;
  private static Path plugin;
  private static Path conf;

  @BeforeAll
  static void cleanRun() throws IOException {
    Files.write(dir.resolve("text.txt"), ZipfText.lines(4_000, 800, 5));
    conf = dir.resolve("spark.conf");
    Files.writeString(
        conf,
        Files.readString(Submit.BASE.resolve("conf/local.conf"))
            + "spark.executor.memory 640m\n"
            + "spark.executor.extraJavaOptions -XX:+UseSerialGC %s\n".formatted(Submit.SHORT));
    plugin = dir.resolve("fault.jar");
    Path classes = Submit.BASE.resolve("target/test-classes");
    try (OutputStream out = Files.newOutputStream(plugin);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.list(classes.resolve("org/corpuslm/it"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.getFileName().toString().startsWith("FaultPlugin")) {
          jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          jar.write(Files.readAllBytes(file));
        }
      }
    }
    run("clean", "--master local[2]").orFail();
  }

  @Test
  void executorExitsInEveryStage() throws IOException {
    assertSameDespite("exit", "");
  }

  @Tag("cluster")
  @ParameterizedTest
  @CsvSource({
    "throw-once, ''",
    "exit-later, ''",
    "heap, ''",
    "off-heap, ''",
    "straggle, --conf spark.speculation=true --conf spark.speculation.multiplier=1.1"
        + " --conf spark.speculation.quantile=0.5 --conf spark.speculation.minTaskRuntime=500ms",
    "lose-shuffle, ''"
  })
  void faultInEveryStage(String fault, String options) throws IOException {
    assertSameDespite(fault, options);
  }

  /** Its clock, not that of the driver: two days ahead. */
  @Tag("cluster")
  @Test
  void executorsWhoseClockIsOff() throws IOException {
    Path library = fakeTime();
    assertSameDespite(
        "clock",
        "--conf spark.executorEnv.LD_PRELOAD=%s --conf spark.executorEnv.FAKETIME=+2d"
                .formatted(library)
            + " --conf spark.executorEnv.FAKETIME_DONT_FAKE_MONOTONIC=1"
            // else timed waits end at once, and the JVM spins
            + " --conf spark.executorEnv.FAKETIME_FORCE_MONOTONIC_FIX=0");
    try (Stream<Path> stages = Files.list(dir.resolve("clock-faults"))) {
      for (Path stage : (Iterable<Path>) stages::iterator) {
        assertThat(Instant.parse(Files.readString(stage)))
            .isAfter(Instant.now().plus(1, ChronoUnit.DAYS));
      }
    }
  }

  private static Path fakeTime() throws IOException {
    try (Stream<Path> libraries =
        Files.find(Path.of("/usr/lib"), 3, (p, a) -> p.endsWith("faketime/libfaketime.so.1"))) {
      Optional<Path> library = libraries.findFirst();
      assumeTrue(library.isPresent(), "no libfaketime here (Debian: apt-get install faketime)");
      return library.get();
    }
  }

  @Test
  void taskThatAlwaysFailsEndsTheRunAndLeavesNothing() throws IOException {
    Submit.Outcome outcome = run("throw-always", options("throw-always"));
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("corpuslm: failed", "a fault of the test");
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .as("outputs, staging directories, locks")
          .noneMatch(name -> name.endsWith("throw-always"));
    }
  }

  private static void assertSameDespite(String fault, String options) throws IOException {
    run(fault, options(fault) + " " + options).orFail();
    try (Stream<Path> stages = Files.list(dir.resolve(fault + "-faults"))) {
      assertThat(stages.count()).as("stages that failed").isGreaterThan(MIN_STAGES);
    }
    outputs(fault).assertSameAs(outputs("clean"));
  }

  private static String options(String fault) throws IOException {
    Path faults = Files.createDirectory(dir.resolve(fault + "-faults"));
    Path local = Files.createDirectory(dir.resolve(fault + "-local"));
    return String.join(
        " --conf ",
        "--master " + CLUSTER,
        "spark.plugins=" + FaultPlugin.class.getName(),
        "spark.jars=" + plugin,
        "spark.local.dir=" + local,
        "spark.corpuslm.test.fault=" + fault,
        "spark.corpuslm.test.faults=" + faults);
  }

  private static Outputs outputs(String name) throws IOException {
    return new Outputs(
        FileSystem.getLocal(new Configuration(false)).getRaw(),
        new org.apache.hadoop.fs.Path(dir.resolve(name).toUri()));
  }

  private static Submit.Outcome run(String name, String options) {
    return Submit.run(
        List.of(
            Submit.BASE.resolve("scripts/corpuslm").toString(),
            "run",
            Submit.BASE.resolve(Outputs.PIPELINE).toString(),
            "--set",
            "text=" + dir.resolve("text.txt"),
            "--set",
            "work=" + dir.resolve(name)),
        Map.of("CORPUSLM_SPARK_OPTS", options, "CORPUSLM_CONF", conf.toString()));
  }
}
