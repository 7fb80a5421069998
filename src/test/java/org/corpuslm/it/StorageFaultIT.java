package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full or may not be written to: real ones, made of memory. Whoever may not mount
 * sees these tests skipped.
 */
@Tag("cluster")
class StorageFaultIT {
  @TempDir private Path dir;
  private LocalPipeline pipeline;
  private Path disk;

  @BeforeEach
  void pipeline() throws IOException {
    pipeline = new LocalPipeline(dir);
    disk = null;
  }

  private void mount(Path at, String size) throws IOException {
    Files.createDirectories(at);
    Submit.Outcome mounted =
        command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString());
    assumeTrue(
        mounted.exitCode() == 0,
        "no disk of memory can be mounted here (it takes root): " + mounted.err());
    disk = at;
  }

  private void remount(String options) {
    command("mount", "-o", "remount," + options, disk.toString()).orFail();
  }

  private static Submit.Outcome command(String... words) {
    return Submit.run(List.of(words), Map.of());
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      command("umount", disk.toString()).orFail();
    }
  }

  /**
   * The message names the disk and nothing is left behind; with more space, the same run succeeds.
   */
  @Test
  void theDiskOfTheOutputIsFull() throws IOException {
    pipeline.run().orFail();
    Results clean = pipeline.results();
    FileUtils.deleteDirectory(pipeline.work().toFile());
    mount(pipeline.work(), "256k");
    Submit.Outcome full = pipeline.run();
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err())
        .contains("corpuslm: failed: ", "No space left on device", "corpuslm: A disk is full.");
    assertThat(pipeline.results().entries().keySet())
        .as("staging directories, locks")
        .noneMatch(name -> name.startsWith("."));
    remount("size=64m");
    pipeline.run().orFail();
    assertThat(pipeline.results().differences(clean)).isEmpty();
  }

  /** The directory of Spark's shuffle files. */
  @Test
  void theDiskOfTheShuffleIsFull() throws IOException {
    Path local = dir.resolve("local");
    mount(local, "128k");
    Map<String, String> options =
        Map.of("CORPUSLM_SPARK_OPTS", "--master local[2] --conf spark.local.dir=" + local);
    Submit.Outcome full = pipeline.start(options).await();
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err())
        .contains("corpuslm: failed: ", "No space left on device", "corpuslm: A disk is full.")
        .doesNotContain("shutdown-hook");
    try (Stream<Path> left = Files.walk(dir)) {
      assertThat(left.filter(p -> !p.startsWith(local)).map(Path::getFileName))
          .as("staging directories, locks")
          .noneMatch(name -> name.toString().startsWith("."));
    }
  }

  @Test
  void theOutputMayNotBeWrittenTo() throws IOException {
    mount(pipeline.work(), "64m");
    remount("ro");
    Submit.Outcome refused = pipeline.run();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            "corpuslm: output file:" + pipeline.work() + "/corpus cannot be written",
            "choose a directory you may write to");
  }
}
