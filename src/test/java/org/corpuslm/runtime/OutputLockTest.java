package org.corpuslm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs on one output: the second refuses; the lock of a dead run is no hindrance. */
class OutputLockTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path root;
  private Path lock;

  @BeforeEach
  void name() {
    lock = root.resolve(".out.lock");
  }

  @Test
  void aSecondRunIsRefusedWhileTheFirstOneWrites() throws IOException {
    try (OutputDirectory first = create()) {
      String owner = Files.readString(lock);
      assertRefused(owner);
      assertThat(Files.readString(lock)).as("the lock after the refusal").isEqualTo(owner);
      first.write("text", "first");
      first.publish("counts", Map.of(), List.of(), Map.of());
    }
    assertThat(lock).doesNotExist();
    assertThat(root.resolve("out/text")).hasContent("first");
  }

  @Test
  void theLockOfAnotherLiveProcessHolds() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(lock, OutputLock.description(other.toHandle()));
      Files.createDirectory(root.resolve(".out.staging-1"));
      assertRefused(String.valueOf(other.pid()));
      assertThat(root.resolve(".out.staging-1")).as("its staging directory").exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
    create().close();
    assertThat(lock).as("the lock once that process is dead").doesNotExist();
    assertThat(root.resolve(".out.staging-1")).doesNotExist();
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Files.writeString(lock, ofADeadProcess());
    try (OutputDirectory output = create()) {
      assertThat(Files.readString(lock)).isEqualTo(OutputLock.description(ProcessHandle.current()));
    }
    assertThat(root.toFile().list()).isEmpty();
  }

  /** In containers, every run has the same process id. */
  @Test
  void aLaterProcessOfTheSameNumberDoesNotHoldTheLock() throws IOException {
    String mine = OutputLock.description(ProcessHandle.current());
    // As where the system tells times alone.
    Files.writeString(lock, mine.replaceFirst("since \\S+.*", "since 2020-01-01T00:00:00Z"));
    create().close();
    assertThat(lock).doesNotExist();
    if (Files.exists(Path.of("/proc/self/stat"))) {
      Files.writeString(lock, mine.replaceFirst(":\\d+$", ":1"));
      create().close();
      assertThat(lock).doesNotExist();
    }
  }

  /** Else a run would be taken for dead, and written into, once its clock is corrected. */
  @Test
  void theLockHoldsWhenTheClockWasSetSinceItWasTaken() throws IOException {
    assumeThat(Path.of("/proc/self/stat")).as("only Linux tells ticks").exists();
    String mine = OutputLock.description(ProcessHandle.current());
    for (String then : List.of("2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z")) {
      Files.writeString(lock, mine.replaceFirst("since \\S+", "since " + then));
      assertRefused(then);
    }
  }

  @Test
  void theLockOfAnotherHostHolds() throws Exception {
    Files.writeString(lock, "elsewhere." + ofADeadProcess());
    assertRefused("elsewhere.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "host notanumber since then", "\0\0\0"})
  void aLockThatSaysNothingHoldsAndTheMessageTellsWhatToDo(String content) throws IOException {
    Files.writeString(lock, content);
    assertRefused(content.isEmpty() ? "unknown" : content);
    assertThat(lock).exists();
  }

  /** Two starts at one instant: creating the lock decides, not looking for it before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void exactlyOneOfManyStartsGetsTheLock(boolean dead) throws Exception {
    String owner = ofADeadProcess();
    int starts = 8;
    ExecutorService pool = Executors.newFixedThreadPool(starts);
    try {
      for (int round = 0; round < 40; round++) {
        if (dead) {
          Files.writeString(lock, owner);
        }
        CyclicBarrier together = new CyclicBarrier(starts);
        List<Future<OutputLock>> attempts = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
          attempts.add(
              pool.submit(
                  () -> {
                    together.await(30, TimeUnit.SECONDS);
                    try {
                      return take();
                    } catch (BadInputException e) {
                      return null;
                    }
                  }));
        }
        List<OutputLock> taken = new ArrayList<>();
        for (Future<OutputLock> attempt : attempts) {
          OutputLock held = attempt.get(60, TimeUnit.SECONDS);
          if (held != null) {
            taken.add(held);
          }
        }
        assertThat(taken).as("locks taken in round " + round).hasSize(1);
        assertThat(Files.readString(lock)).isNotEqualTo(owner);
        taken.get(0).close();
        assertThat(lock).doesNotExist();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private OutputLock take() throws IOException {
    org.apache.hadoop.fs.Path target = Storage.qualified(conf, root.resolve("out").toString());
    return OutputLock.take(Storage.of(conf, target), target);
  }

  private OutputDirectory create() {
    return OutputDirectory.create(conf, root.resolve("out").toString(), false);
  }

  private void assertRefused(String owner) {
    assertThatThrownBy(this::create)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            root.resolve("out").toString(),
            "is being written by another run",
            owner,
            "wait for it",
            "remove file:" + lock);
  }

  private static String ofADeadProcess() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "60").start();
    String description = OutputLock.description(process.toHandle());
    process.destroyForcibly().waitFor();
    return description;
  }
}
