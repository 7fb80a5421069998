package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.it.TrainingRun.Round;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training through spark-submit's own class: the same parameters to the bit in one JVM, on separate
 * executors with required registration, after an executor or the driver was killed, and from an
 * older checkpoint.
 */
class TrainingIT {
  private static final String CLUSTER = "local-cluster[2,1,2048]";
  private static final String LOCAL = "local[2]";
  private static final String LOST = "Lost executor";

  @TempDir private static Path dir;
  private static TrainingRun.Result undisturbed;
  private static List<Round> allRounds;

  private final List<TrainingRun> runs = new ArrayList<>();

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = 3 + random.nextInt(8); w >= 0; w--) {
        line.append("w").append((int) (60 * Math.pow(random.nextDouble(), 2))).append(' ');
      }
      lines.add(line.toString().trim());
    }
    Path text = Files.write(dir.resolve("text.txt"), lines);
    Submit.corpuslm(
            LOCAL,
            "prepare",
            "--input",
            text.toString(),
            "--output",
            dir.resolve("corpus").toString(),
            "--holdout",
            "0.1,0.1")
        .orFail();
    TrainingRun run = TrainingRun.start(LOCAL, dir.resolve("corpus"), dir.resolve("undisturbed"));
    allRounds = TrainingRun.rounds(run.finish());
    undisturbed = run.result();
    assertThat(undisturbed.epochs()).hasSize(2);
    assertThat(allRounds).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    assertThat(run.leftovers()).isEmpty();
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (TrainingRun run : runs) {
      run.kill();
    }
  }

  private TrainingRun train(String master, String output, String... more) {
    TrainingRun run = TrainingRun.start(master, dir.resolve("corpus"), dir.resolve(output), more);
    runs.add(run);
    return run;
  }

  @Test
  void clustersChangeNothing() throws IOException {
    TrainingRun run = train(CLUSTER, "cluster");
    String log = run.finish();
    assertThat(run.result()).isEqualTo(undisturbed);
    assertThat(TrainingRun.rounds(log)).isEqualTo(allRounds);
    assertThat(log).doesNotContain(LOST);
  }

  /** All classes that Deeplearning4j's master sends between JVMs are registered with Kryo. */
  @Test
  void deeplearning4jsMasterRunsOnAClusterToo() throws IOException {
    Path output = dir.resolve("stock");
    String settings =
        "train --training-master dl4j --clip 0 --model gru --embedding 8 --hidden 8 --optimizer"
            + " adam --workers 2 --batch 4 --averaging-frequency 50 --epochs 2 --corpus %s --output %s";
    Submit.corpuslm(CLUSTER, settings.formatted(dir.resolve("corpus"), output).split(" ")).orFail();
    List<String> epochs = Files.readAllLines(output.resolve("epochs.jsonl"));
    assertThat(epochs).hasSize(2);
    for (String line : epochs) {
      JsonNode epoch = Json.MAPPER.readTree(line);
      assertThat(epoch.get("trained").asLong())
          .isEqualTo(epoch.get("expected").asLong())
          .isPositive();
    }
  }

  @Test
  void killedExecutorsChangeNothing() throws IOException {
    TrainingRun run = train(CLUSTER, "executor-killed");
    run.awaitMidst(1);
    List<ProcessHandle> executors = run.executors();
    assertThat(executors).hasSize(2).allMatch(ProcessHandle::isAlive);
    int before = TrainingRun.rounds(run.log()).size();
    assertThat(executors.get(0).destroyForcibly()).isTrue();
    String log = run.finish();
    assertThat(log).contains(LOST);
    List<Round> untilLost = TrainingRun.rounds(log.substring(0, log.indexOf(LOST)));
    assertThat(untilLost).hasSizeBetween(before, allRounds.size() / 2);
    assertThat(TrainingRun.rounds(log)).isEqualTo(allRounds);
    assertThat(run.result()).isEqualTo(undisturbed);
    assertThat(run.leftovers()).isEmpty();
  }

  /** Driver and executors killed in the first epoch; what is left to do is done in one JVM. */
  @Test
  void killedDriversResume() throws Exception {
    TrainingRun killed = train(CLUSTER, "driver-killed");
    killed.awaitMidst(1);
    assertThat(killed.executors()).hasSize(2);
    killed.kill();
    List<Path> left = killed.checkpoints();
    Round next = TrainingRun.next(left.get(left.size() - 1));
    assertThat(next.epoch()).isEqualTo(1);
    assertThat(killed.leftovers()).contains(".driver-killed.lock", "driver-killed.checkpoints");
    assertThat(dir.resolve("driver-killed")).doesNotExist();

    TrainingRun resumed = train(LOCAL, "driver-killed", "--resume");
    String log = resumed.finish();
    assertThat(log).contains("taking over the lock", resuming(next));
    assertThat(TrainingRun.rounds(log)).isEqualTo(from(next));
    assertThat(resumed.result()).isEqualTo(undisturbed);
    assertThat(resumed.leftovers()).isEmpty();
  }

  /** Killed in the second epoch, and the newest checkpoint is damaged. */
  @Test
  void damagedCheckpointsArePassedOver() throws Exception {
    TrainingRun killed = train(LOCAL, "damaged");
    killed.awaitMidst(2);
    killed.kill();
    assertThat(dir.resolve("damaged")).doesNotExist();
    List<Path> left = killed.checkpoints();
    assertThat(left).hasSizeBetween(2, 4);
    Path newest = left.get(left.size() - 1);
    Round next = TrainingRun.next(left.get(left.size() - 2));
    TrainingRun.truncate(newest);

    // --overwrite is about the output: it does not make --resume begin anew.
    TrainingRun resumed = train(LOCAL, "damaged", "--resume", "--overwrite");
    String log = resumed.finish();
    assertThat(log).contains(newest.getFileName() + " is ignored", resuming(next));
    assertThat(TrainingRun.rounds(log)).isEqualTo(from(next));
    assertThat(resumed.result()).isEqualTo(undisturbed);
    assertThat(resumed.leftovers()).isEmpty();
  }

  private static String resuming(Round next) {
    return "resuming in epoch %d, round %d\n".formatted(next.epoch(), next.round());
  }

  private static List<Round> from(Round first) {
    return allRounds.subList(allRounds.indexOf(first), allRounds.size());
  }
}
