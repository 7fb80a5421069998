package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.corpuslm.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar through spark-submit's own class on a cluster of separate executor JVMs, with Kryo
 * and required registration: everything equals a local run, the counts and the ARPA file byte for
 * byte.
 */
class LocalClusterIT {
  private static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final int LINES = 20_000;

  @TempDir private Path dir;

  @Test
  void equalsLocalRun() throws IOException {
    Path text = dir.resolve("text.txt");
    Files.write(text, ZipfText.lines(LINES, 3000, 11), StandardCharsets.UTF_8);
    pipeline("local[2]", text, "local");
    pipeline(CLUSTER, text, "cluster");

    assertThat(files("cluster/counts/counts"))
        .hasSizeGreaterThan(3)
        .isEqualTo(files("local/counts/counts"));
    assertThat(files("cluster/model/ngrams")).isEqualTo(files("local/model/ngrams"));
    assertThat(Files.readAllBytes(dir.resolve("cluster/model.arpa")))
        .isEqualTo(Files.readAllBytes(dir.resolve("local/model.arpa")));
    double local = perplexity("local/replicated");
    assertThat(local).isGreaterThan(1).isLessThan(10_000);
    for (String report : List.of("local/sharded", "cluster/replicated", "cluster/sharded")) {
      assertThat(perplexity(report)).as(report).isCloseTo(local, within(local * 1e-12));
    }
  }

  private void pipeline(String master, Path text, String name) {
    String work = dir.resolve(name).toString();
    Submit.corpuslm(
            master,
            "prepare",
            "--input",
            text.toString(),
            "--holdout",
            "0.05,0.05",
            "--output",
            work + "/corpus")
        .orFail();
    Submit.corpuslm(
            master,
            "count",
            "--corpus",
            work + "/corpus",
            "--order",
            "3",
            "--shards",
            "3",
            "--output",
            work + "/counts")
        .orFail();
    Submit.corpuslm(
            master,
            "estimate",
            "--counts",
            work + "/counts",
            "--smoothing",
            "modified-kneser-ney",
            "--output",
            work + "/model")
        .orFail();
    Submit.corpuslm(
            master, "export-arpa", "--model", work + "/model", "--output", work + "/model.arpa")
        .orFail();
    for (String serving : List.of("replicated", "sharded")) {
      Submit.corpuslm(
              master,
              "perplexity",
              "--model",
              work + "/model",
              "--corpus",
              work + "/corpus",
              "--serving",
              serving,
              "--output",
              work + "/" + serving)
          .orFail();
    }
  }

  private double perplexity(String report) throws IOException {
    JsonNode json = Json.MAPPER.readTree(dir.resolve(report).resolve("report.json").toFile());
    return json.at("/models/0/perplexity").asDouble();
  }

  /** SHA-256 by relative path of all files below. */
  private Map<String, String> files(String below) throws IOException {
    return Outputs.files(
        FileSystem.getLocal(new Configuration(false)).getRaw(),
        new org.apache.hadoop.fs.Path(dir.resolve(below).toUri()));
  }
}
