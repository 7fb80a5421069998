package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.it.Submit.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training through spark-submit's own class: the same parameters to the bit in one JVM, on separate
 * executors, after an executor or the driver was killed, and from an older checkpoint.
 */
class TrainingIT {
  private static final String CLUSTER = "local-cluster[2,1,2048]";
  private static final String LOCAL = "local[2]";
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path dir;

  @BeforeEach
  void prepare() throws IOException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = 3 + random.nextInt(8); w >= 0; w--) {
        line.append("w").append((int) (60 * Math.pow(random.nextDouble(), 2))).append(' ');
      }
      lines.add(line.toString().trim());
    }
    Path text = dir.resolve("text.txt");
    Files.write(text, lines);
    Submit.corpuslm(
            LOCAL,
            "prepare",
            "--input",
            text.toString(),
            "--output",
            path("corpus"),
            "--holdout",
            "0.1,0.1")
        .orFail();
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private Running train(String master, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train --model gru --embedding 12 --hidden 12 --layers 2 --dropout 0.2"
                    .split(" ")));
    arguments.addAll(
        List.of("--optimizer adam --learning-rate 0.01 --workers 2 --batch 2".split(" ")));
    arguments.addAll(
        List.of("--steps 6 --averaging-frequency 4 --checkpoint-rounds 6 --epochs 2".split(" ")));
    arguments.addAll(List.of("--corpus", path("corpus"), "--output", path(output)));
    arguments.addAll(List.of(more));
    return Submit.start(master, arguments.toArray(String[]::new));
  }

  private String parameters(String model) throws IOException {
    return DigestUtils.sha256Hex(Files.readAllBytes(dir.resolve(model).resolve("parameters.bin")));
  }

  private List<Path> checkpoints(String model) throws IOException {
    Path folder = dir.resolve(model + ".checkpoints");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("checkpoint-"))
          .sorted()
          .toList();
    }
  }

  private void awaitCheckpoints(Running running, String model, int number) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !running.process().isAlive() || checkpoints(model).size() >= number);
    assertThat(running.process().isAlive()).as("still training").isTrue();
  }

  @Test
  void clustersAndKilledExecutorsChangeNothing() throws Exception {
    train(LOCAL, "local").await().orFail();
    train(CLUSTER, "cluster").await().orFail();
    assertThat(parameters("cluster")).isEqualTo(parameters("local"));

    Running running = train(CLUSTER, "killed");
    awaitCheckpoints(running, "killed", 1);
    List<ProcessHandle> executors = running.descendants(EXECUTOR);
    assertThat(executors).hasSize(2);
    executors.get(0).destroyForcibly();
    Submit.Outcome outcome = running.await().orFail();
    assertThat(outcome.err()).contains("Lost executor");
    assertThat(parameters("killed")).isEqualTo(parameters("local"));
    assertThat(dir.resolve("killed.checkpoints")).doesNotExist();
  }

  @Test
  void killedDriversResume() throws Exception {
    train(LOCAL, "whole").await().orFail();

    Running first = train(LOCAL, "model");
    awaitCheckpoints(first, "model", 2);
    first.kill();
    assertThat(dir.resolve("model")).doesNotExist();
    Running second = train(LOCAL, "model", "--resume");
    awaitCheckpoints(second, "model", 3);
    second.kill();

    List<Path> left = checkpoints("model");
    Path newest = left.get(left.size() - 1);
    byte[] bytes = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
    Submit.Outcome outcome = train(LOCAL, "model", "--resume").await().orFail();
    assertThat(outcome.err()).contains(newest.getFileName() + " is of no use", "resuming in epoch");
    assertThat(parameters("model")).isEqualTo(parameters("whole"));
    assertThat(dir.resolve("model.checkpoints")).doesNotExist();
  }
}
