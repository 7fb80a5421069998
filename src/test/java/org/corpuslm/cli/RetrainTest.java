package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.corpuslm.ngram.Pipeline;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/retrain.conf} itself, on little text: networks restarted and continued. */
class RetrainTest {
  private static final Path JOB =
      Path.of(System.getProperty("corpuslm.basedir", "."), "jobs/retrain.conf");

  @TempDir private Path dir;

  @BeforeAll
  static void stop() {
    Pipeline.stop();
  }

  private void text(String name, int lines, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(10); w >= 0; w--) {
        line.append(word((int) Math.pow(4000, random.nextDouble()))).append(' ');
      }
      text.add(line.toString());
    }
    Files.createDirectories(dir.resolve(name).getParent());
    Files.write(dir.resolve(name), text);
  }

  /** The tokenizer takes letters and digits apart. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int n = number; n > 0; n /= 26) {
      word.append((char) ('a' + n % 26));
    }
    return word.toString();
  }

  private JsonNode run(boolean restart) {
    List<Object> arguments = new ArrayList<>(List.of("run", JOB, "--json"));
    for (String setting :
        List.of(
            "incoming=" + dir.resolve("in"),
            "root=" + dir.resolve("models"),
            "valid=" + dir.resolve("valid.txt"),
            "test=" + dir.resolve("test.txt"),
            "order=3",
            "hidden=8",
            "epochs=3",
            "next-epochs=1",
            "margin=9",
            "restart=" + restart)) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return Cli.run(arguments.toArray()).json();
  }

  /** The configuration with which the network of a version was trained. */
  private JsonNode training(JsonNode run) throws IOException {
    Path version = dir.resolve("models/versions").resolve(run.at("/release/id").asText());
    return Json.MAPPER
        .readTree(version.resolve("lstm/manifest.json").toFile())
        .get("configuration");
  }

  @Test
  void theNetworkOfTheNextVersionBeginsAnewOrGoesOn() throws IOException {
    text("valid.txt", 60, 1);
    text("test.txt", 60, 2);
    text("in/a.txt", 1200, 3);
    for (boolean restart : List.of(true, false)) {
      Files.deleteIfExists(dir.resolve("in/b.txt"));
      JsonNode first = run(restart);
      assertThat(first.get("outcome").asText()).isEqualTo("published");
      assertThat(training(first).at("/schedule/epochs").asInt()).isEqualTo(3);
      assertThat(training(first).at("/start/from").isMissingNode()).isTrue();

      text("in/b.txt", 300, 4);
      JsonNode next = run(restart);
      assertThat(next.get("outcome").asText()).isEqualTo("published");
      assertThat(next.get("added").asInt()).isEqualTo(1);
      assertThat(training(next).at("/schedule/epochs").asInt()).isEqualTo(1);
      assertThat(training(next).at("/start/from").asText())
          .isEqualTo(restart ? "" : "file:" + versions(first) + "/lstm");
      assertThat(run(restart).get("outcome").asText()).isEqualTo("unchanged");
    }
  }

  private String versions(JsonNode run) {
    return dir.resolve("models/versions").resolve(run.at("/release/id").asText()).toString();
  }
}
