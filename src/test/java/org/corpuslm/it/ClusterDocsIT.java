package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what docs/clusters.md tells a newcomer to type, as it stands there. */
@Tag("cluster")
class ClusterDocsIT {
  private static final Pattern SEQUENCE =
      Pattern.compile("(?ms)^```bash\\R(scripts/cluster start .*?)^```");

  @TempDir private Path dir;

  static List<String> sequences() throws IOException {
    Matcher matcher = SEQUENCE.matcher(Files.readString(Submit.BASE.resolve("docs/clusters.md")));
    List<String> found = matcher.results().map(m -> m.group(1)).toList();
    assertThat(found).as("standalone, HDFS, YARN in both modes, S3").hasSize(5);
    return found;
  }

  /** A working directory like a checkout, with a cluster of its own. */
  @BeforeEach
  void checkout() throws IOException {
    for (String name : List.of("scripts", "jobs", "conf")) {
      Files.createSymbolicLink(
          dir.resolve(name), Submit.BASE.resolve(name).toAbsolutePath().normalize());
    }
    Files.write(dir.resolve("my.txt"), ZipfText.lines(2_000, 2_000, 4));
  }

  @AfterEach
  void stop() {
    Submit.run(List.of(dir.resolve("scripts/cluster").toString(), "stop"), environment());
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void aSequence(String commands) throws IOException {
    String script = "set -e; cd '%s'\n%s".formatted(dir, commands);
    Submit.Outcome outcome = Submit.run(List.of("bash", "-c", script), environment()).orFail();
    assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
    try (Stream<Path> files = Files.walk(dir)) {
      assertThat(files.filter(f -> f.toString().endsWith(".arpa")))
          .singleElement()
          .satisfies(f -> assertThat(f).content().contains("ngram 3="));
    }
  }

  private Map<String, String> environment() {
    return Map.of("CORPUSLM_CLUSTER", dir.resolve("cluster").toString());
  }
}
