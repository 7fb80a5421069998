package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.corpuslm.ngram.Pipeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The values in Spark's metrics system equal those in the outputs. */
class MetricsTest {
  private static final String STEPS =
      """
steps = [
  { command = prepare, input = ["%1$s/text.txt"], valid = ["%1$s/text.txt"], output = "%1$s/corpus" }
  { command = count, corpus = "%1$s/corpus", output = "%1$s/counts", order = 2 }
  { command = estimate, counts = "%1$s/counts", output = "%1$s/model", smoothing = witten-bell }
  { command = train, corpus = "%1$s/corpus", output = "%1$s/net", model = rnn, embedding = 4, hidden = 4,
    epochs = 2, workers = 2, batch = 2, bptt = 4, averaging-frequency = 2 }
  { command = perplexity, model = ["%1$s/model", "%1$s/net"], corpus = "%1$s/corpus", split = valid,
    output = "%1$s/report" }
]
""";

  private static final Map<String, String> SINK =
      Map.of(
          "spark.metrics.namespace", "corpuslm",
          "spark.metrics.conf.driver.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink",
          "spark.metrics.conf.driver.sink.csv.period", "1000");

  @TempDir private Path dir;

  @BeforeEach
  void set() throws IOException {
    Pipeline.stop();
    Files.createDirectory(dir.resolve("csv"));
    SINK.forEach(System::setProperty);
    System.setProperty("spark.metrics.conf.driver.sink.csv.directory", dir + "/csv");
  }

  @AfterEach
  void unset() {
    SINK.keySet().forEach(System::clearProperty);
    System.clearProperty("spark.metrics.conf.driver.sink.csv.directory");
  }

  @Test
  void gaugesEndAtTheFiguresOfTheOutputs() throws IOException {
    Files.writeString(dir.resolve("text.txt"), "the rain fell on the old barn\n".repeat(40));
    Path job = Files.writeString(dir.resolve("job.conf"), STEPS.formatted(dir));
    JsonNode steps = Cli.run("run", job, "--json").json().get("steps");

    assertThat(gauge("steps")).isEqualTo(5);
    assertThat(gauge("steps_done")).isEqualTo(5);
    assertThat(gauge("tokens_counted"))
        .isEqualTo(steps.at("/1/result/facts/tokens").asDouble())
        .isEqualTo(40 * 8);
    JsonNode epochs = steps.at("/3/result/facts/training/epochs");
    assertThat(gauge("words_trained"))
        .isEqualTo(epochs.at("/0/trained").asDouble() + epochs.at("/1/trained").asDouble());
    assertThat(gauge("rounds_trained")).isEqualTo(20);
    assertThat(gauge("words_per_second")).isPositive();
    assertThat(gauge("train_perplexity")).isCloseTo(figure(epochs, "train"), within(1e-9));
    assertThat(gauge("valid_perplexity")).isCloseTo(figure(epochs, "valid"), within(1e-9));
    JsonNode models = steps.at("/4/result/models");
    assertThat(gauge("report_perplexity"))
        .isCloseTo(
            Math.min(models.at("/0/perplexity").asDouble(), models.at("/1/perplexity").asDouble()),
            within(1e-9));
    assertThat(gauge("published_perplexity")).isNaN();
  }

  private static double figure(JsonNode epochs, String split) {
    return epochs.at("/1/" + split + "Perplexity").asDouble();
  }

  /** The last value of a gauge, as Spark wrote it at its end. */
  private double gauge(String name) throws IOException {
    List<String> rows = Files.readAllLines(dir.resolve("csv/corpuslm.driver.run." + name + ".csv"));
    return Double.parseDouble(rows.get(rows.size() - 1).split(",", 0)[1]);
  }
}
