package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The driver ends at one exact point, between two operations on files. The same command again then
 * comes to what an undisturbed run publishes, and nothing else is left.
 */
@Tag("cluster")
class DriverKilledIT {
  @TempDir private static Path dir;
  private static LocalPipeline pipeline;
  private static Results clean;

  @BeforeAll
  static void cleanRun() throws IOException {
    pipeline = new LocalPipeline(dir);
    pipeline.run().orFail();
    clean = pipeline.results();
    assertThat(clean.entries())
        .containsKeys("corpus/manifest.json", "counts/manifest.json", "ngram/manifest.json")
        .containsKeys("lstm/manifest.json", "mixture/manifest.json", "report/report.json");
  }

  private static void kill(String operation, int count, String... options) throws IOException {
    Submit.Outcome killed =
        pipeline.start(HaltingFileSystem.environment(dir, operation, count), options).await();
    assertThat(killed.exitCode()).as(killed.err()).isEqualTo(HaltingFileSystem.EXIT_CODE);
    assertThat(pipeline.results().differences(clean)).as("what was killed").isNotEmpty();
  }

  private static void assertSameAgain() throws IOException {
    pipeline.run().orFail();
    assertThat(pipeline.results().differences(clean)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "created .*/\\.ngram\\.staging-.*/_attempts/.*, 2",
    "rename .*/ngram, 1",
    "renamed .*/ngram, 1",
  })
  void atThePublishingOfCountedModels(String operation, int count) throws IOException {
    pipeline.forget("ngram");
    kill(operation, count);
    assertSameAgain();
  }

  /** The old one was moved aside, the new one is not in its place yet. */
  @Test
  void betweenTheTwoRenamesOfAnOverwritingRun() throws IOException {
    kill("rename .*/ngram", 1, "--force");
    assertThat(pipeline.work().resolve("ngram")).doesNotExist();
    assertSameAgain();
  }

  /** The new one is in its place, the old one is still there. */
  @Test
  void behindTheTwoRenamesOfAnOverwritingRun() throws IOException {
    kill("renamed .*/ngram", 1, "--force");
    assertSameAgain();
  }

  /**
   * Kills the driver in the middle of a checkpoint, between the best parameters and their
   * checkpoint, and after the network is published but before its checkpoints are removed.
   */
  @ParameterizedTest
  @CsvSource({
    "created .*/\\.checkpoint-00001-.*, 2",
    "create .*/\\.checkpoint-00002-0000000.*, 1",
    "rename .*/lstm, 1",
    "delete .*/lstm\\.checkpoints/checkpoint-00003-0000000, 1"
  })
  void aroundCheckpoints(String operation, int count) throws IOException {
    pipeline.forget("lstm");
    kill(operation, count);
    assertSameAgain();
  }

  /** Its lock names no owner then: nobody but a person can say that it is dead. */
  @Test
  void beforeItsLockSaysWhoseItIs() throws IOException {
    pipeline.forget("ngram");
    kill("created .*/\\.ngram\\.lock", 1);
    Path lock = pipeline.work().resolve(".ngram.lock");
    Submit.Outcome refused = pipeline.run();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("another run (unknown)", "remove file:" + lock + " if");
    Files.delete(lock);
    assertSameAgain();
  }

  /** The first is stopped with the lock in its hands, as by a long pause of its machine. */
  @Test
  void twoDriversOnOneOutput() throws Exception {
    pipeline.forget("lstm");
    Submit.Running first = pipeline.start(Map.of());
    Path lock = pipeline.work().resolve(".lstm.lock");
    for (int i = 0; i < 2400 && !(Files.exists(lock) && Files.size(lock) > 0); i++) {
      Thread.sleep(50);
    }
    signal("STOP", first);
    assertThat(first.process().isAlive()).as("stopped before the end").isTrue();
    assertThat(lock).exists();
    Submit.Outcome second = pipeline.run();
    signal("CONT", first);
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.err())
        .contains("is being written by another run", " " + first.process().pid() + " since ");
    first.await().orFail();
    assertThat(pipeline.results().differences(clean)).isEmpty();
  }

  private static void signal(String name, Submit.Running run) throws Exception {
    List<String> command = List.of("kill", "-" + name, String.valueOf(run.process().pid()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
