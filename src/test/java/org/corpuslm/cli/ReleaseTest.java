package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of models: made from new text, published or rejected, rolled back. */
class ReleaseTest {
  private static final String STEPS =
      """
steps = [
  { when = first, command = prepare, input = ${release.all}, output = ${release.dir}/text, max-vocab = 40 }
  { when = first, command = count, corpus = ${release.dir}/text, output = ${release.dir}/counts, order = 2 }
  { when = next, command = prepare, input = ${release.new}, output = ${release.dir}/text }
  { when = next, command = count, append-to = ${release.previous}/counts, corpus = ${release.dir}/text, output = ${release.dir}/counts }
  { command = estimate, counts = ${release.dir}/counts, output = ${release.dir}/model, smoothing = witten-bell }
  { command = prepare, input = ${release.all}, valid = ${heldout}, test = ${heldout}, vocabulary = ${release.dir}/counts, output = ${release.dir}/corpus }
  { command = perplexity, model = ${release.dir}/model, corpus = ${release.dir}/corpus, output = ${release.dir}/report }
]
""";

  @TempDir private Path dir;
  private Path job;

  @BeforeEach
  void setUp() throws IOException {
    job = dir.resolve("job.conf");
    Files.createDirectory(dir.resolve("in"));
    part("a", 300, 1);
    Files.write(dir.resolve("heldout.txt"), sentences(100, 99));
    writeJob(0);
  }

  private void writeJob(double margin) throws IOException {
    Files.writeString(
        job,
        """
        dir = "%s"
        heldout = ${dir}/heldout.txt
        release {
          root = ${dir}/models
          parts = [${dir}/in]
          held-out = [${heldout}]
          report = report
          model = model
          margin = %s
          keep = 2
        }
        """
                .formatted(dir, margin)
            + STEPS);
  }

  /** Lines in which every word says which may follow. */
  private static List<String> sentences(int lines, long seed) {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      StringBuilder line = new StringBuilder();
      int word = random.nextInt(40);
      for (int k = 0; k < 8; k++) {
        line.append(k == 0 ? "" : " ").append("w").append(word);
        word = (word * 3 + random.nextInt(4)) % 40;
      }
      text.add(line.toString());
    }
    return text;
  }

  private void part(String name, int lines, long seed) throws IOException {
    Files.write(dir.resolve("in/" + name + ".txt"), sentences(lines, seed));
  }

  /** Words of the vocabulary in any order: makes a model worse. */
  private void noise(String name) throws IOException {
    Random random = new Random(5);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      text.add("w" + random.nextInt(40) + " w" + random.nextInt(40) + " w" + random.nextInt(40));
    }
    Files.write(dir.resolve("in/" + name + ".txt"), text);
  }

  private Cli.Result run() {
    return Cli.run("run", job);
  }

  private JsonNode current() throws IOException {
    return Json.MAPPER.readTree(dir.resolve("models/current.json").toFile());
  }

  private static String last(Cli.Result result) {
    String[] lines = result.out().split("\n", 0);
    return lines[lines.length - 1];
  }

  @Test
  void newTextMakesANewVersionAndNoTextNoWork() throws IOException {
    assertThat(last(run().succeeded()))
        .startsWith("published version ")
        .contains("1 parts (1 new)");
    String first = current().get("id").asText();
    Cli.Result again = run().succeeded();
    assertThat(again.out().strip()).startsWith("unchanged version " + first).hasLineCount(1);

    part("b", 2000, 2);
    Cli.Result second = run().succeeded();
    assertThat(last(second)).startsWith("published").contains("2 parts (1 new)").contains("before");
    assertThat(second.out()).as("the second is added to the first").contains("== count");
    assertThat(current().get("id").asText()).isNotEqualTo(first);

    // The same as one version made of all text at once.
    Path other = dir.resolve("other.conf");
    Files.writeString(other, Files.readString(job).replace("${dir}/models", "${dir}/at-once"));
    String both = last(Cli.run("run", other).succeeded());
    assertThat(perplexity(both)).isEqualTo(perplexity(last(second)));
  }

  /** Versions follow one another whatever the clocks of the machines say that made them. */
  @Test
  void aClockThatIsBehindChangesNoOrder() throws IOException {
    run().succeeded();
    part("b", 2000, 2);
    run().succeeded();
    String second = current().get("id").asText();
    try (Stream<Path> versions = Files.list(dir.resolve("models/versions"))) {
      for (Path version : (Iterable<Path>) versions::iterator) {
        Path file = version.resolve("release.json");
        String json = Files.readString(file);
        Files.writeString(file, json.replaceFirst("\"created\" : \"20", "\"created\" : \"21"));
      }
    }
    part("c", 2000, 3);
    assertThat(last(run().succeeded())).startsWith("published");
    String third = current().get("id").asText();
    JsonNode list = Cli.run("rollback", "--root", dir.resolve("models"), "--list", "--json").json();
    assertThat(list.get("versions").findValuesAsText("id")).containsExactly(second, third);
    Cli.run("rollback", "--root", dir.resolve("models")).succeeded();
    assertThat(current().get("id").asText()).isEqualTo(second);
  }

  private static String perplexity(String line) {
    return line.replaceAll(".*perplexity ([0-9.]+).*", "$1");
  }

  @Test
  void aWorseModelIsRejectedUntilTheMarginAllowsIt() throws IOException {
    run().succeeded();
    String first = current().get("id").asText();
    noise("b");
    for (String outcome : List.of("rejected version", "unchanged version")) {
      Cli.Result result = run();
      assertThat(result.exit()).isEqualTo(Main.FAILURE);
      assertThat(last(result)).startsWith(outcome).contains("rejected: its perplexity is");
      assertThat(current().get("id").asText()).isEqualTo(first);
    }
    writeJob(9);
    Cli.Result judgedAgain = run().succeeded();
    assertThat(judgedAgain.out().strip()).startsWith("published").hasLineCount(1);
    assertThat(current().get("id").asText()).isNotEqualTo(first);
  }

  @Test
  void rollbackGoesToTheVersionBeforeAndStaysThere() throws IOException {
    run().succeeded();
    String first = current().get("id").asText();
    part("b", 2000, 2);
    run().succeeded();
    String second = current().get("id").asText();

    Cli.Result back = Cli.run("rollback", "--root", dir.resolve("models")).succeeded();
    assertThat(back.out()).contains("rolled back").contains("current");
    assertThat(current().get("id").asText()).isEqualTo(first);
    assertThat(last(run().succeeded())).contains(second).contains("does not come back by itself");
    assertThat(current().get("id").asText()).isEqualTo(first);

    part("c", 500, 3);
    assertThat(last(run().succeeded())).startsWith("published").contains("3 parts (2 new)");
    Cli.run("rollback", "--root", dir.resolve("models"), "--to", "nothing")
        .refused("no published version nothing", first);
    Cli.run("rollback", "--root", dir.resolve("in")).refused("no published version before");
  }

  @Test
  void aRunThatFailedGoesOnAndOneThatIsOfNoUseIsRemoved() throws IOException {
    run().succeeded();
    Path heldOut = dir.resolve("heldout.txt");
    List<String> lines = Files.readAllLines(heldOut);
    Files.delete(heldOut);
    part("b", 2000, 2);
    run();
    Files.write(heldOut, lines);
    JsonNode steps = Cli.run("run", job, "--json").json().get("steps");
    List<Boolean> skipped = new ArrayList<>();
    steps.forEach(s -> skipped.add(s.get("skipped").asBoolean()));
    assertThat(skipped)
        .as("of prepare, count, estimate, prepare, perplexity")
        .containsExactly(true, true, true, false, false);

    Files.delete(heldOut);
    part("c", 2000, 3);
    run();
    Files.write(heldOut, lines);
    part("d", 2000, 4);
    run().succeeded();
    try (Stream<Path> versions = Files.list(dir.resolve("models/versions"))) {
      assertThat(versions).hasSize(2).allMatch(v -> Files.exists(v.resolve("release.json")));
    }
  }

  @Test
  void otherSettingsBeginAnew() throws IOException {
    run().succeeded();
    String first = current().get("id").asText();
    Files.writeString(job, "# a remark\n" + Files.readString(job));
    assertThat(last(run().succeeded())).startsWith("unchanged version " + first);
    Files.writeString(job, Files.readString(job).replace("witten-bell", "add-delta, delta = 0.5"));
    Cli.Result other = run();
    assertThat(last(other)).contains("1 parts (1 new)").doesNotContain(first + ":");
  }

  @Test
  void oldVersionsAreRemoved() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      part(name, 2000, name.charAt(0));
      run();
    }
    JsonNode list = Cli.run("rollback", "--root", dir.resolve("models"), "--list", "--json").json();
    assertThat(list.get("versions")).hasSize(2);
    assertThat(list.get("current")).isEqualTo(current().get("id"));
  }

  @Test
  void textThatIsNoLongerTheSameIsRefused() throws IOException {
    run().succeeded();
    part("a", 301, 1);
    run().refused("a.txt", "has changed since version", "another name");
    part("a", 300, 1);
    Files.delete(dir.resolve("in/a.txt"));
    run().refused("holds no file");
  }

  /** A new part is counted, or refused by its name; it is never left out. */
  @Test
  void partsThatCannotBeReadAreRefused() throws Exception {
    run().succeeded();
    String first = current().get("id").asText();
    Process write =
        new ProcessBuilder("bash", "-c", "echo w1 w2 > $'f\\xe9vrier.txt'")
            .directory(dir.resolve("in").toFile())
            .start();
    assertThat(write.waitFor()).isZero();
    Path gone = Files.createSymbolicLink(dir.resolve("in/gone.txt"), dir.resolve("nowhere"));
    run()
        .refused(
            "2 files cannot be read",
            dir.resolve("in/f\\xE9vrier.txt") + " (its name is not UTF-8)",
            gone + " (a link that leads nowhere)",
            "Nothing is left out");
    assertThat(current().get("id").asText()).isEqualTo(first);

    Process remove =
        new ProcessBuilder("bash", "-c", "rm f*.txt gone.txt")
            .directory(dir.resolve("in").toFile())
            .start();
    assertThat(remove.waitFor()).isZero();
    part("février", 2000, 2);
    assertThat(last(run().succeeded())).startsWith("published").contains("2 parts (1 new)");
  }

  @Test
  void otherHeldOutTextDoesNotCompare() throws IOException {
    run().succeeded();
    part("b", 500, 2);
    Files.write(dir.resolve("heldout.txt"), sentences(100, 98));
    Cli.Result result = run();
    assertThat(result.exit()).isEqualTo(Main.FAILURE);
    assertThat(last(result)).contains("held-out text is not that of version");

    // The same text elsewhere does.
    Files.write(dir.resolve("moved.txt"), sentences(100, 99));
    Files.writeString(job, Files.readString(job).replace("/heldout.txt", "/moved.txt"));
    assertThat(last(run())).doesNotContain("held-out text").containsPattern("published|the limit");
  }

  @Test
  void anotherRunAtTheSameTimeIsRefused() throws IOException {
    Files.createDirectory(dir.resolve("models"));
    Path lock = dir.resolve("models/.current.json.lock");
    Files.writeString(lock, "elsewhere 1 since 2026-01-01T00:00:00Z");
    run().refused("being written by another run", "elsewhere", lock);
    assertThat(dir.resolve("models/versions")).doesNotExist();
  }

  @Test
  void damageIsNamed() throws IOException {
    run().succeeded();
    Files.writeString(dir.resolve("models/current.json"), "{ \"id\" : ");
    run().refused("current.json", "damaged");
    Files.writeString(dir.resolve("models/current.json"), "{ \"id\" : \"none\" }");
    run().refused("current.json", "none", "rollback --to");
    Files.writeString(job, Files.readString(job).replace("margin = 0.0", "margin = -1"));
    run().refused("release.margin is -1");
  }

  @Test
  void whenNeedsARelease() throws IOException {
    Files.writeString(job, "steps = [ { when = first, command = count } ]");
    run().refused("when is first or next");
  }
}
