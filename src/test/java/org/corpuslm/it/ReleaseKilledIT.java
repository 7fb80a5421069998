package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Re-training ends between two operations on files, where versions are switched: the version before
 * or the new one holds, whole.
 */
@Tag("cluster")
class ReleaseKilledIT {
  private static final String JOB =
      """
incoming = in
root = models
heldout = heldout.txt
release {
  root = ${root}
  parts = [${incoming}]
  held-out = [${heldout}]
  report = report
  model = model
  margin = 9
  keep = 5
}
steps = [
  { when = first, command = prepare, input = ${release.all}, output = ${release.dir}/text }
  { when = first, command = count, corpus = ${release.dir}/text, output = ${release.dir}/counts, order = 2 }
  { when = next, command = prepare, input = ${release.new}, output = ${release.dir}/text }
  { when = next, command = count, append-to = ${release.previous}/counts, corpus = ${release.dir}/text, output = ${release.dir}/counts }
  { command = estimate, counts = ${release.dir}/counts, output = ${release.dir}/model, smoothing = witten-bell }
  { command = prepare, input = ${release.all}, valid = ${heldout}, test = ${heldout}, vocabulary = ${release.dir}/counts, output = ${release.dir}/corpus }
  { command = perplexity, model = ${release.dir}/model, corpus = ${release.dir}/corpus, output = ${release.dir}/report }
]
""";

  @TempDir private Path dir;

  @BeforeEach
  void text() throws IOException {
    Files.writeString(dir.resolve("job.conf"), JOB);
    Files.write(dir.resolve("heldout.txt"), ZipfText.lines(100, 30, 99));
    Files.createDirectory(dir.resolve("in"));
    part("a", 1);
  }

  private void part(String name, long seed) throws IOException {
    Files.write(dir.resolve("in/" + name + ".txt"), ZipfText.lines(300, 30, seed));
  }

  private Submit.Outcome corpuslm(Map<String, String> environment, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Submit.BASE.resolve("scripts/corpuslm").toString());
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    Map<String, String> all = new HashMap<>(environment);
    all.put("CORPUSLM_SPARK_OPTS", "--master local[2]");
    return Submit.run(command, all);
  }

  /** Its last line. */
  private String run(String root) {
    String[] lines = corpuslm(Map.of(), job(root)).orFail().out().split("\n", 0);
    return lines[lines.length - 1];
  }

  private Object[] job(String root) {
    return new Object[] {
      "run",
      dir.resolve("job.conf"),
      "--set=incoming=" + dir.resolve("in"),
      "--set=root=" + dir.resolve(root),
      "--set=heldout=" + dir.resolve("heldout.txt")
    };
  }

  private void kill(String operation, Object... arguments) throws IOException {
    Submit.Outcome killed = corpuslm(HaltingFileSystem.environment(dir, operation, 1), arguments);
    assertThat(killed.exitCode()).as(killed.err()).isEqualTo(HaltingFileSystem.EXIT_CODE);
  }

  private String current() throws IOException {
    Path file = dir.resolve("models/current.json");
    return Json.MAPPER.readTree(file.toFile()).get("id").asText();
  }

  private static String perplexity(String line) {
    return line.replaceAll(".*perplexity ([0-9.]+).*", "$1");
  }

  @Test
  void aroundTheSwitchToANewVersion() throws IOException {
    run("models");
    String last = "";
    List<String> points =
        List.of(
            "create .*/\\.release\\.json\\.fresh-.*", "created .*/\\.current\\.json\\.fresh-.*");
    for (int i = 0; i < points.size(); i++) {
      part("more" + i, i + 2);
      String before = current();
      kill(points.get(i), job("models"));
      assertThat(current()).as(points.get(i)).isEqualTo(before);
      last = run("models");
      assertThat(last).startsWith("published version " + current());
      assertThat(current()).as(points.get(i)).isNotEqualTo(before);
    }
    assertThat(last).contains("3 parts");
    assertThat(perplexity(last)).isEqualTo(perplexity(run("undisturbed")));
    assertThat(hidden()).as("locks, files that were to become others").isEmpty();
  }

  @Test
  void inTheMidstOfARollback() throws IOException {
    run("models");
    String first = current();
    part("b", 2);
    run("models");
    String second = current();
    Object[] rollback = {"rollback", "--root", dir.resolve("models")};
    kill("create .*/\\.current\\.json\\.fresh-.*", rollback);
    assertThat(current()).isEqualTo(second);
    corpuslm(Map.of(), rollback).orFail();
    assertThat(current()).isEqualTo(first);
    assertThat(run("models")).contains(second, "does not come back by itself");
    assertThat(current()).isEqualTo(first);
    assertThat(hidden()).isEmpty();
  }

  private List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("models"))) {
      return files.filter(f -> f.getFileName().toString().startsWith(".")).toList();
    }
  }
}
