package org.corpuslm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * {@code cluster-pipeline.conf} in one JVM on a small text, always in the same working directory,
 * so that two runs of it can be compared whole. Training takes several rounds and leaves
 * checkpoints on its way.
 */
final class LocalPipeline {
  private final Path dir;

  LocalPipeline(Path dir) throws IOException {
    this.dir = dir;
    Files.write(text(), ZipfText.lines(1_500, 400, 7));
  }

  private Path text() {
    return dir.resolve("text.txt");
  }

  Path work() {
    return dir.resolve("work");
  }

  Results results() throws IOException {
    return Results.of(work());
  }

  /** Removes what a step and those after it made, to have them done again. */
  void forget(String... steps) throws IOException {
    for (String step : steps) {
      FileUtils.deleteDirectory(work().resolve(step).toFile());
    }
  }

  /** Runs it; steps that are done are skipped. */
  Submit.Outcome run(String... options) {
    return start(Map.of(), options).await();
  }

  Submit.Running start(Map<String, String> environment, String... options) {
    List<String> command = new ArrayList<>(command(text(), work()));
    command.addAll(List.of(options));
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("CORPUSLM_SPARK_OPTS", "--master local[2]");
    return Submit.start(command, all);
  }

  /** Runs the whole pipeline; training leaves checkpoints on its way, and goes on from them. */
  static List<String> command(Path text, Path work) {
    return List.of(
        Submit.BASE.resolve("scripts/corpuslm").toString(),
        "run",
        Submit.BASE.resolve(Outputs.PIPELINE).toString(),
        "--set=text=" + text,
        "--set=work=" + work,
        "--set=epochs=2",
        "--set=averaging-frequency=8",
        "--set=checkpoint-rounds=2",
        "--set=resume=true");
  }
}
