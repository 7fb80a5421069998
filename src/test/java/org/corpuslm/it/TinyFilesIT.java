package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text in a hundred thousand files, as crawlers leave it. */
@Tag("cluster")
class TinyFilesIT {
  private static final int FILES = 100_000;

  @TempDir private Path dir;

  @Test
  void everyFileCounts() throws IOException {
    Path text = dir.resolve("text");
    for (int i = 0; i < FILES; i++) {
      Path directory = text.resolve("d" + i / 1000);
      if (i % 1000 == 0) {
        Files.createDirectories(directory);
      }
      String content = i % 100 == 0 ? "" : "file " + i % 997 + "\nend";
      Files.writeString(directory.resolve("f%06d.txt".formatted(i)), content);
    }
    Path corpus = dir.resolve("corpus");
    JsonNode facts =
        Json.MAPPER
            .readTree(
                Submit.corpuslm(
                        "local[2]",
                        "prepare",
                        "--input",
                        text.toString(),
                        "--output",
                        corpus.toString(),
                        "--json")
                    .orFail()
                    .out())
            .path("facts");
    int full = FILES - FILES / 100;
    assertThat(facts.path("lines").asLong()).isEqualTo(2L * full);
    assertThat(facts.at("/splits/train/tokens").asLong()).isEqualTo(3L * full);
    assertThat(facts.at("/splits/train/partitions").asInt()).isBetween(90, 110);
    JsonNode counts =
        Json.MAPPER
            .readTree(
                Submit.corpuslm(
                        "local[2]",
                        "count",
                        "--corpus",
                        corpus.toString(),
                        "--output",
                        dir.resolve("counts").toString(),
                        "--order",
                        "2",
                        "--json")
                    .orFail()
                    .out())
            .path("facts");
    assertThat(counts.path("tokens").asLong()).isEqualTo(5L * full);
  }
}
