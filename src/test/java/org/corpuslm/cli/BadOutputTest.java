package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Places where nothing can or may be written: exit code 2, a message that names file, line, cause
 * and fix, and nothing half-written.
 */
class BadOutputTest extends BadInputFixture {
  @Test
  void anExistingOutput() throws IOException {
    Path text = write("good.txt", GOOD);
    prepare(text).succeeded();
    Map<String, String> before = checksums(out);
    prepare(text).refused(out, "exists", "--overwrite");
    prepare(root.resolve("nothing.txt"), "--overwrite").refused("nothing.txt", "does not exist");
    assertThat(checksums(out)).as("after the failed replacement").isEqualTo(before);
    run("count", "--corpus", corpus, "--output", out, "--order", 2).refused(out, "exists");
    estimate(counts, out).refused(out, "exists");
    perplexity(model).refused(out, "exists");
    Path arpa = write("model.arpa", "mine");
    run("export-arpa", "--model", model, "--output", arpa).refused(arpa, "exists", "--overwrite");
    assertThat(arpa).hasContent("mine");
    onlyRemains(out, arpa, text);
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    Path text = write("good.txt", GOOD);
    out = text.resolve("below");
    prepare(text).refused(out, "cannot be written", "choose a directory you may write to");
    run("export-arpa", "--model", model, "--output", text.resolve("m.arpa"))
        .refused(text.resolve("m.arpa"), "cannot be written");
    onlyRemains(text);
  }

  @Test
  void aForeignDirectoryIsNotOverwritten() throws IOException {
    Path text = write("good.txt", GOOD);
    Files.createDirectory(out);
    Path thesis = Files.writeString(out.resolve("thesis.txt"), "years of work");
    prepare(text, "--overwrite").refused(out, "not written by corpuslm", "remove it yourself");
    Files.writeString(out.resolve("manifest.json"), "{\"name\": \"My web page\"}");
    prepare(text, "--overwrite").refused(out, "not written by corpuslm", "remove it yourself");
    assertThat(thesis).hasContent("years of work");
    onlyRemains(out, text);
  }

  /** Whatever a command reads, its output neither replaces it nor goes into it. */
  @Test
  void anOutputThatIsAnInput() throws IOException {
    Path text = Files.createDirectory(root.resolve("in")).resolve("a.txt");
    Files.writeString(text, GOOD);
    Path arpa = root.resolve("model.arpa");
    run("export-arpa", "--model", model, "--output", arpa).succeeded();
    Path mixture = root.resolve("mixture");
    run("mix", "--model", model, "--model", model, "--weights", "0.5,0.5", "--output", mixture)
        .succeeded();
    Path link = Files.createSymbolicLink(root.resolve("link"), model);
    Map<String, String> before = checksums(model);

    is("prepare", "--input", text, "--output", text);
    is("count", "--corpus", corpus, "--order", 2, "--output", corpus);
    is("estimate", "--counts", counts, "--smoothing", "mle", "--output", counts);
    is("prune", "--model", model, "--threshold", 1e-3, "--output", model);
    is("mix", "--model", model, "--model", mixture, "--weights", "0.9,0.1", "--output", model);
    is("train", "--corpus", corpus, "--model", "lstm", "--output", corpus);
    is("perplexity", "--model", model, "--text", text, "--output", model);
    is("perplexity", "--model", mixture, "--text", text, "--output", model);
    is("perplexity", "--model", link, "--text", text, "--output", model);
    is("perplexity", "--model", model, "--text", text, "--output", link);
    is("perplexity", "--model", model, "--text", text, "--output", model + "/../model");
    is("import-arpa", "--arpa", arpa, "--output", arpa);
    lies("export-arpa", "--model", model, "--output", model.resolve("model.arpa"));
    lies("perplexity", "--model", model, "--corpus", corpus, "--output", link.resolve("report"));
    lies("export-counts", "--counts", counts, "--output", counts.resolve("counts.txt"));
    lies("prepare", "--input", root.resolve("in"), "--output", root.resolve("in/corpus"));
    lies("prepare", "--input", "file:" + root + "/in", "--output", root.resolve("in/deep/er"));
    refused("matched", "prepare", "--input", root + "/in/*", "--output", root.resolve("in/out"));
    refused("inside", "import-arpa", "--arpa", arpa, "--output", root);
    Path job =
        write(
            "job.conf",
            "steps = [{ command = estimate, counts = \"%1$s\", output =".formatted(counts)
                + " \"%s\", smoothing = mle }]".formatted(counts));
    run("run", job, "--force", "--json").refused(counts, "is also an input");
    assertThat(checksums(model)).isEqualTo(before);
    onlyRemains(root.resolve("in"), arpa, mixture, link, job);
  }

  private static void is(Object... command) {
    refused("is also an input", command);
  }

  private static void lies(Object... command) {
    refused("lies inside the input", command);
  }

  private static void refused(String why, Object... command) {
    Object[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = "--overwrite";
    run(all).refused(why, "write to another directory");
  }

  @Test
  void directoriesMadeForAnOutputGoWithIt() throws IOException {
    out = root.resolve("new/deep/out");
    prepare(root.resolve("nothing.txt")).refused("nothing.txt");
    onlyRemains();
  }

  @Test
  void theOutputOfARunThatIsStillWriting() throws Exception {
    Path text = write("good.txt", GOOD);
    Process other = new ProcessBuilder("sleep", "60").start();
    Path lock = root.resolve(".out.lock");
    try {
      Files.writeString(lock, lockOf(other));
      prepare(text)
          .refused(out, "being written by another run", other.pid(), "wait for it", "remove", lock);
      assertThat(lock).exists();
      assertThat(out).doesNotExist();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatAKilledRunLeftIsTakenOver() throws Exception {
    Process killed = new ProcessBuilder("sleep", "60").start();
    Path text = write("good.txt", GOOD);
    Files.writeString(root.resolve(".out.lock"), lockOf(killed));
    killed.destroyForcibly().waitFor();
    Path staging = root.resolve(".out.staging-1/_attempts/1/train");
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("part-00000.parquet"), "half");
    prepare(text).succeeded();
    onlyRemains(out, text);
  }

  private void onlyRemains(Path... paths) throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      assertThat(all).containsExactlyInAnyOrder(paths);
    }
  }

  private static String lockOf(Process process) throws IOException {
    return "%s %d since %s"
        .formatted(
            InetAddress.getLocalHost().getHostName(),
            process.pid(),
            process.info().startInstant().orElseThrow());
  }
}
