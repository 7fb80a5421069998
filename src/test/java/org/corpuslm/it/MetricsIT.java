package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with Spark's web page is watched as Prometheus does, with {@code conf/metrics.properties}.
 */
class MetricsIT {
  private static final int POLLS = 600;

  @TempDir private Path dir;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Test
  void prometheusFindsTheFiguresOfARunningTraining() throws IOException, InterruptedException {
    Files.write(dir.resolve("text.txt"), ZipfText.lines(4_000, 800, 3));
    Files.writeString(
        dir.resolve("job.conf"),
        """
        steps = [
          { command = prepare, input = ["%1$s/text.txt"], output = "%1$s/corpus" }
          { command = count, corpus = "%1$s/corpus", output = "%1$s/counts", order = 2 }
          { command = train, corpus = "%1$s/corpus", output = "%1$s/net", model = rnn, epochs = 10000 }
        ]
        """
            .formatted(dir));
    int port = freePort();
    Submit.Running running =
        Submit.start(
            List.of(
                Submit.BASE.resolve("scripts/corpuslm").toString(),
                "run",
                dir.resolve("job.conf").toString()),
            Map.of(
                "CORPUSLM_SPARK_OPTS",
                "--master local[2] --conf spark.ui.enabled=true --conf spark.ui.port=" + port));
    try {
      String page = awaitTraining(running, port);
      assertThat(gauge(page, "run_steps")).isEqualTo(3);
      assertThat(gauge(page, "run_steps_done")).isEqualTo(2);
      assertThat(gauge(page, "run_tokens_counted")).isGreaterThan(8_000);
      assertThat(gauge(page, "run_words_trained")).isPositive();
      assertThat(gauge(page, "run_words_per_second")).isPositive();
      assertThat(gauge(page, "run_train_perplexity")).isGreaterThan(1);
      assertThat(gauge(page, "run_published_perplexity")).isNaN();
      assertThat(gauge(page, "jvm_heap_used")).isPositive();
      assertThat(fetch(port, "/metrics/executors/prometheus"))
          .contains("metrics_executor_totalTasks_total{", "executor_id=\"driver\"");
      assertThat(running.process().isAlive()).isTrue();
    } finally {
      running.kill();
    }
  }

  /** Tests the metrics after a round of training. */
  private String awaitTraining(Submit.Running running, int port)
      throws IOException, InterruptedException {
    for (int i = 0; i < POLLS && running.process().isAlive(); i++) {
      String page = fetch(port, "/metrics/prometheus");
      if (page.contains("run_rounds_trained") && gauge(page, "run_rounds_trained") > 0) {
        return page;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no round was trained\n" + Files.readString(running.err()));
  }

  private static double gauge(String page, String name) {
    Matcher line =
        Pattern.compile(
                "^metrics_corpuslm_driver_" + name + "_Value\\{[^}]*} (\\S+)$", Pattern.MULTILINE)
            .matcher(page);
    assertThat(line.find()).as("%s in %s", name, page).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** A page; empty as long as there is none. */
  private String fetch(int port, String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
