package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From text to perplexity with all data in an object store, as {@code conf/s3a.conf} sets it up:
 * the counts, the models and the network are those of a local run to the byte. The store keeps its
 * objects as files, which are read as such here.
 */
@Tag("cluster")
class S3aIT {
  private static final String CLUSTER = "--master local-cluster[2,1,1024]";

  @TempDir private static Path dir;
  private static Daemons daemons;
  private static Path bucket;

  @BeforeAll
  static void start() throws IOException {
    daemons = Daemons.start(dir.resolve("cluster"), Map.of(), "s3");
    bucket = dir.resolve("cluster/s3/corpuslm");
    Path text = dir.resolve("text.txt");
    Files.write(text, ZipfText.lines(8_000, 1500, 5));
    Files.copy(text, bucket.resolve("text.txt"));
    run("--master local[2]", text.toString(), dir.resolve("local").toString()).orFail();
  }

  @AfterAll
  static void stop() {
    if (daemons != null) {
      daemons.close();
    }
  }

  @Test
  void allStepsGiveTheBytesOfALocalRun() throws IOException {
    onS3("/work").orFail();
    assertSameAsLocal("work");
    assertThat(corpuslm("inspect", "s3a://corpuslm/work/counts", "--verify").orFail().out())
        .contains("all checksums and totals right");

    Map<String, String> before = objects();
    assertThat(before.keySet()).noneMatch(o -> o.contains("staging") || o.contains("_unfinished"));
    Submit.Outcome again = onS3("/work").orFail();
    assertThat(again.err()).as("unchanged steps are skipped").contains("is unchanged: skipped");
    assertThat(objects()).as("and nothing is written").isEqualTo(before);
  }

  @Test
  void aRunThatWasKilledIsCompletedByTheNext() throws IOException, InterruptedException {
    Submit.Running running = start(CLUSTER, "s3a://corpuslm/text.txt", "s3a://corpuslm/killed");
    Path counts = bucket.resolve("killed/counts/manifest.json");
    for (int i = 0; i < 3000 && !Files.exists(counts) && running.process().isAlive(); i++) {
      Thread.sleep(50);
    }
    assertThat(counts).as("stderr: %s", Files.readString(running.err())).exists();
    assertThat(running.process().isAlive()).as("killed before the end").isTrue();
    running.kill();
    onS3("/killed").orFail();
    assertSameAsLocal("killed");
  }

  private static Map<String, String> objects() throws IOException {
    return Outputs.files(
        FileSystem.getLocal(new Configuration(false)).getRaw(), path(bucket.resolve("work")));
  }

  private static void assertSameAsLocal(String work) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration(false)).getRaw();
    new Outputs(local, path(bucket.resolve(work)))
        .assertSameAs(new Outputs(local, path(dir.resolve("local"))));
  }

  private static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static Submit.Outcome onS3(String work) {
    return run(CLUSTER, "s3a://corpuslm/text.txt", "s3a://corpuslm" + work);
  }

  private static Submit.Outcome run(String options, String text, String work) {
    return start(options, text, work).await();
  }

  private static Submit.Running start(String options, String text, String work) {
    return Submit.start(
        List.of(
            Submit.BASE.resolve("scripts/corpuslm").toString(),
            "run",
            Submit.BASE.resolve(Outputs.PIPELINE).toString(),
            "--set",
            "text=" + text,
            "--set",
            "work=" + work),
        environment(options));
  }

  private static Submit.Outcome corpuslm(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = Submit.BASE.resolve("scripts/corpuslm").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Submit.run(List.of(command), environment("--master local[2]"));
  }

  private static Map<String, String> environment(String options) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CORPUSLM_SPARK_OPTS", options);
    environment.put("CORPUSLM_STORAGE", daemons.configuration().resolve("s3a.conf").toString());
    environment.put("AWS_ACCESS_KEY_ID", "corpuslm");
    environment.put("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    return environment;
  }
}
