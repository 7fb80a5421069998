package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.corpuslm.runtime.Json;

/** A {@code train} of many small rounds in a process of its own, watched while it goes on. */
final class TrainingRun {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Pattern ROUND = Pattern.compile("train: epoch (\\d+), round (\\d+): ");
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d+)-(\\d+)");
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Submit.Running running;
  private final Path output;

  private TrainingRun(Submit.Running running, Path output) {
    this.running = running;
    this.output = output;
  }

  /** A round, both numbers from 1. */
  record Round(int epoch, int round) {}

  static TrainingRun start(String master, Path corpus, Path output, String... more) {
    String settings =
        "train --model gru --embedding 16 --hidden 16 --layers 2 --dropout 0.2 --optimizer adam"
            + " --learning-rate 0.01 --workers 2 --batch 2 --bptt 6 --averaging-frequency 4"
            + " --checkpoint-rounds 4 --epochs 2 --seed 3";
    List<String> arguments = new ArrayList<>(List.of(settings.split(" ")));
    arguments.addAll(List.of("--corpus", corpus.toString(), "--output", output.toString()));
    arguments.addAll(List.of(more));
    return new TrainingRun(Submit.start(master, arguments.toArray(String[]::new)), output);
  }

  /** Waits for the end, which must be a good one; what it told on stderr. */
  String finish() {
    return running.await().orFail().err();
  }

  boolean isAlive() {
    return running.process().isAlive();
  }

  void kill() throws InterruptedException {
    running.kill();
  }

  List<ProcessHandle> executors() {
    return running.descendants(EXECUTOR);
  }

  String log() throws IOException {
    return new String(Files.readAllBytes(running.err()), StandardCharsets.UTF_8);
  }

  /** The rounds that a log tells of. */
  static List<Round> rounds(String log) {
    List<Round> rounds = new ArrayList<>();
    Matcher m = ROUND.matcher(log);
    while (m.find()) {
      rounds.add(new Round(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
    }
    return rounds;
  }

  /** Waits until it is in the midst of an epoch, behind a checkpoint of that epoch. */
  void awaitMidst(int epoch) throws IOException {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                !isAlive()
                    || checkpoints().stream()
                        .map(TrainingRun::next)
                        .anyMatch(r -> r.epoch() == epoch && r.round() > 1));
    assertThat(isAlive()).as("still training\n" + log()).isTrue();
    assertThat(output).doesNotExist();
  }

  /** From the oldest; without the best one. */
  List<Path> checkpoints() throws IOException {
    Path folder = folder();
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> NAME.matcher(name(f)).matches()).sorted().toList();
    }
  }

  /** Returns the directory {@code OUTPUT.checkpoints}. */
  Path folder() {
    return output.resolveSibling(name(output) + ".checkpoints");
  }

  /** The round that follows a checkpoint. */
  static Round next(Path checkpoint) {
    Matcher m = NAME.matcher(name(checkpoint));
    assertThat(m.matches()).isTrue();
    return new Round(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)) + 1);
  }

  /** Returns the files that runs left beside the output. */
  List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(output.toAbsolutePath().getParent())) {
      return files
          .map(TrainingRun::name)
          .filter(f -> f.startsWith("." + name(output) + ".") || f.equals(name(folder())))
          .sorted()
          .toList();
    }
  }

  /** All that must be the same whenever settings and text are, timings left out. */
  Result result() throws IOException {
    List<String> epochs = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve("epochs.jsonl"))) {
      ObjectNode epoch = (ObjectNode) Json.MAPPER.readTree(line);
      List<String> timings = List.of("tokensPerSecond", "averagingShare", "times", "seconds");
      assertThat(epoch.fieldNames()).toIterable().containsAll(timings);
      epochs.add(epoch.remove(timings).toString());
    }
    byte[] parameters = Files.readAllBytes(output.resolve("parameters.bin"));
    return new Result(DigestUtils.sha256Hex(parameters), epochs);
  }

  /** SHA-256 of the parameters, lines of {@code epochs.jsonl}. */
  record Result(String parameters, List<String> epochs) {}

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** Cuts a file to its first half. */
  static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }
}
