package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every notebook runs to its end in Jupyter, without a browser. Needs Debian's {@code
 * jupyter-nbconvert}, and the network the first time, for the kernel.
 */
@Tag("cluster")
class NotebooksIT {
  private static final Path BASE = Submit.BASE.toAbsolutePath();

  private static final long LIMIT_MINUTES = 20;

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(BASE.resolve("notebooks"))) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void runsToItsEnd(Path notebook) throws IOException, InterruptedException {
    assumeTrue(isThere("jupyter"), "no jupyter here: apt-get install jupyter-nbconvert");
    assumeTrue(Files.isDirectory(BASE.resolve("target/wordnet")), "no WordNet in target/wordnet");
    execute(notebook);
    JsonNode executed =
        Json.MAPPER.readTree(
            BASE.resolve("target/notebooks").resolve(notebook.getFileName()).toFile());
    List<String> kinds = new ArrayList<>();
    int pictures = 0;
    for (JsonNode cell : executed.get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        assertThat(cell.get("execution_count").isInt()).as(cell.get("source").toString()).isTrue();
      }
      for (JsonNode output : cell.path("outputs")) {
        kinds.add(output.get("output_type").asText());
        pictures += output.at("/data").has("image/png") ? 1 : 0;
      }
    }
    assertThat(kinds).isNotEmpty().doesNotContain("error");
    assertThat(pictures).as("charts").isPositive();
  }

  private static void execute(Path notebook) throws IOException, InterruptedException {
    String script = BASE.resolve("scripts/notebooks").toString();
    Submit.Running run = Submit.start(List.of(script, "--execute", notebook.toString()), Map.of());
    try {
      assertThat(run.process().waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
      assertThat(run.process().exitValue()).as(Files.readString(run.err())).isZero();
    } finally {
      run.kill();
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
