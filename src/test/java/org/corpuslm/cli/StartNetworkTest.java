package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --init-from}: training goes on from a published network. */
class StartNetworkTest {
  private static final String EPOCH = "/facts/training/epochs/";

  @TempDir private Path dir;
  private Path corpus;

  @BeforeEach
  void text() throws IOException {
    Pipeline.stop();
    Random random = new Random(5);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder line = new StringBuilder();
      int word = random.nextInt(20);
      for (int w = 0; w < 8; w++) {
        line.append('w').append(word).append(' ');
        word = (3 * word + random.nextInt(2)) % 20;
      }
      text.add(line.toString());
    }
    Files.write(dir.resolve("text.txt"), text);
    corpus = prepare("corpus", "whitespace");
  }

  private Path prepare(String name, String tokenizer) {
    Path text = dir.resolve("text.txt");
    Object[] command = {
      "prepare",
      "--input",
      text,
      "--valid",
      text,
      "--test",
      text,
      "--tokenizer",
      tokenizer,
      "--output",
      dir.resolve(name)
    };
    Cli.run(command).succeeded();
    return dir.resolve(name);
  }

  private Cli.Result train(String output, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--corpus", corpus));
    arguments.addAll(List.of("--output", dir.resolve(output), "--model", "lstm", "--json"));
    arguments.addAll(List.of("--embedding", 8, "--workers", 1, "--batch", 4, "--optimizer"));
    arguments.addAll(List.of("adam", "--learning-rate", 0.005, "--averaging-frequency", 50));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  private static double train(JsonNode result, int epoch) {
    return result.at(EPOCH + epoch + "/trainPerplexity").asDouble();
  }

  @Test
  void goesOnWhereTheNetworkIs() throws IOException {
    JsonNode first = train("first", "--hidden", 16, "--epochs", 5).json();
    Path start = dir.resolve("first");
    JsonNode next = train("next", "--hidden", 16, "--epochs", 1, "--init-from", start).json();
    double reached = first.at(EPOCH + "4/validPerplexity").asDouble();
    assertThat(train(first, 0)).isGreaterThan(2 * reached);
    assertThat(train(next, 0)).isCloseTo(reached, within(reached * 0.25));

    JsonNode manifest = Json.MAPPER.readTree(dir.resolve("next/manifest.json").toFile());
    assertThat(manifest.get("inputs").findValuesAsText("path"))
        .containsExactly("file:" + dir.resolve("corpus"), "file:" + start);
    assertThat(manifest.at("/configuration/start/from").asText()).isEqualTo(start.toString());

    JsonNode anew =
        train("anew", "--hidden", 16, "--epochs", 1, "--init-from", start, "--init-fresh").json();
    assertThat(train(anew, 0)).as("the very first epoch again").isEqualTo(train(first, 0));
    JsonNode none = Json.MAPPER.readTree(dir.resolve("anew/manifest.json").toFile());
    assertThat(none.at("/configuration/start/from").isMissingNode()).isTrue();
  }

  @Test
  void dropoutMayBeAnotherOne() {
    train("first", "--hidden", 8, "--epochs", 1).succeeded();
    train(
            "next",
            "--hidden",
            8,
            "--epochs",
            1,
            "--dropout",
            0.2,
            "--init-from",
            dir.resolve("first"))
        .succeeded();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    train("first", "--hidden", 8, "--epochs", 1).succeeded();
    Path start = dir.resolve("first");
    train("next", "--hidden", 9, "--init-from", start)
        .refused(start, "is lstm 1x8, but lstm 1x9 was asked for");
    train("next", "--hidden", 8, "--init-from", dir.resolve("none"))
        .refused("none", "does not exist");
    train("next", "--hidden", 8, "--init-from", dir.resolve("corpus"))
        .refused("is a corpus directory, but a neural-model directory is needed");
    corpus = prepare("chars", "chars");
    train("next", "--hidden", 8, "--init-from", start)
        .refused("is the first to differ", "--vocabulary", "--init-fresh");
    assertThat(dir.resolve("next")).doesNotExist();
  }
}
