package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of the build, unpacked into a path with a space. */
class DistributionIT {
  @TempDir private Path dir;

  @Test
  void withAnInstallationOfSpark() throws IOException {
    Path home = unpack("-bin.tar.gz");
    assertThat(home.resolve("LICENSE")).exists();
    assertThat(home.resolve("docs/commands.md")).exists();
    assertThat(home.resolve("jobs/quickstart.conf")).exists();
    assertThat(home.resolve("spark")).doesNotExist();
    Submit.Outcome none = corpuslm(home, Map.of(), "--version");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("no Spark in", "set SPARK_HOME", "-bin-spark");

    // Spark's own launcher, short: the jars are those that the build has.
    Path spark = Files.createDirectories(dir.resolve("user's spark"));
    Files.createSymbolicLink(
        spark.resolve("jars"),
        Submit.BASE.resolve("target/spark/jars").toAbsolutePath().normalize());
    Path submit = Files.createDirectory(spark.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        submit,
        """
        #!/bin/bash
        fail() { echo "$1" >&2; exit 2; }
        . '%s/scripts/java-17.sh'
        find_java
        export SPARK_SCALA_VERSION=2.12
        exec "$java" -Xmx1g "${opens[@]}" -cp "$SPARK_HOME/jars/*" \
          org.apache.spark.deploy.SparkSubmit "$@"
        """
            .formatted(home));
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    pipeline(home, Map.of("SPARK_HOME", spark.toString()));
  }

  @Test
  void withTheEmbeddedSpark() throws IOException {
    Path home = unpack("-bin-spark.tar.gz");
    assertThat(home.resolve("spark/jars")).isDirectory();
    pipeline(home, Map.of());
  }

  private void pipeline(Path home, Map<String, String> environment) throws IOException {
    Path text = Files.write(dir.resolve("text.txt"), ZipfText.lines(2_000, 2_000, 6));
    corpuslm(
            home,
            environment,
            "run",
            home.resolve("jobs/text-to-arpa.conf").toString(),
            "--set=order=2",
            "--set=text=" + text,
            "--set=work=" + dir.resolve("run"))
        .orFail();
    assertThat(dir.resolve("run/model.arpa")).content().contains("ngram 2=");
  }

  private static Submit.Outcome corpuslm(Path home, Map<String, String> more, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(home.resolve("scripts/corpuslm").toString()), Stream.of(arguments))
            .toList();
    Map<String, String> environment = new HashMap<>(more);
    environment.put("CORPUSLM_SPARK_OPTS", "--master local[2]");
    return Submit.run(command, environment);
  }

  private Path unpack(String ending) throws IOException {
    Optional<Path> archive;
    try (Stream<Path> files = Files.list(Submit.BASE.resolve("target"))) {
      long jar = Submit.BASE.resolve("target/corpuslm.jar").toFile().lastModified();
      archive =
          files
              .filter(f -> f.getFileName().toString().endsWith(ending))
              .filter(f -> f.toFile().lastModified() >= jar) // not of an earlier build
              .findFirst();
    }
    assumeThat(archive)
        .as("target/corpuslm-VERSION%s as new as the jar: mvn -Pdist package makes it", ending)
        .isPresent();
    Path place = Files.createDirectories(dir.resolve("opt with a space"));
    String from = archive.orElseThrow().toAbsolutePath().toString();
    Submit.run(List.of("tar", "-xzf", from, "-C", place.toString()), Map.of()).orFail();
    try (Stream<Path> unpacked = Files.list(place)) {
      return unpacked.findFirst().orElseThrow();
    }
  }
}
