package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster with a secret (spark.authenticate) and encrypted connections: who knows the
 * secret works as ever; an application and a worker without it are refused.
 */
class SecretIT {
  private static final String SECRET = "correct horse battery staple".replace(' ', '-');

  @TempDir private Path dir;
  private Path logs;

  @Test
  void onlyWhoKnowsTheSecretGetsIn() throws IOException, InterruptedException {
    logs = dir.resolve("events");
    Path text = dir.resolve("text.txt");
    Files.write(text, ZipfText.lines(2_000, 300, 3));
    Map<String, String> environment = Map.of("CORPUSLM_SECRET", SECRET, "CORPUSLM_WORKERS", "1");
    try (Daemons daemons = Daemons.start(dir.resolve("cluster"), environment, "standalone")) {
      Submit.Outcome done = prepare(daemons, text, "with", SECRET);
      assertThat(done.orFail().err() + done.out()).doesNotContain(SECRET);
      Submit.corpuslm("local[1]", prepare(text, "local")).orFail();
      assertThat(dir.resolve("with/vocabulary/words.parquet"))
          .hasSameBinaryContentAs(dir.resolve("local/vocabulary/words.parquet"));
      assertThat(Files.readString(dir.resolve("with/manifest.json"))).doesNotContain(SECRET);
      assertEventLogIsWithoutSecrets();

      Submit.Outcome other = prepare(daemons, text, "other", "guessed");
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.err()).contains("Spark gave up on " + daemons.master());
      assertThat(dir.resolve("other")).doesNotExist();
      assertWorkerRefused(daemons);
    }
  }

  private Submit.Outcome prepare(Daemons daemons, Path text, String output, String secret)
      throws IOException {
    // As an administrator does: the secret is in a file, not on a command line.
    Path conf = dir.resolve(output + ".conf");
    String given = Files.readString(Submit.BASE.resolve("conf/standalone.conf"));
    assertThat(given).contains("#spark.authenticate.secret ", "#spark.io.encryption.enabled ");
    Files.writeString(
        conf,
        given
                .replaceAll("(?m)^#spark\\.", "spark.")
                .replace("YOUR-SECRET", secret)
                .replace("hdfs:///spark-logs", Files.createDirectories(logs).toUri().toString())
            + "\nspark.hadoop.fs.s3a.secret.key "
            + SECRET
            + "\n");
    List<String> command =
        Stream.concat(
                Stream.of(Submit.BASE.resolve("scripts/corpuslm").toString()),
                Stream.of(prepare(text, output)))
            .toList();
    return Submit.run(
        command,
        Map.of(
            "CORPUSLM_CONF",
            conf.toString(),
            "CORPUSLM_DRIVER_MEMORY",
            "1g",
            "CORPUSLM_SPARK_OPTS",
            "--master " + daemons.master()));
  }

  private String[] prepare(Path text, String output) {
    return new String[] {
      "prepare", "--input", text.toString(), "--output", dir.resolve(output).toString()
    };
  }

  /** It has all settings, and so shows that the secrets among them were left out. */
  private void assertEventLogIsWithoutSecrets() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    assertThat(text)
        .contains("spark.authenticate.secret", "fs.s3a.secret.key", "redacted")
        .doesNotContain(SECRET);
  }

  private void assertWorkerRefused(Daemons daemons) throws IOException, InterruptedException {
    Path spark = Path.of(System.getProperty("corpuslm.sparkHome", "target/spark"));
    Submit.Running worker =
        Submit.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                spark.resolve("jars").toAbsolutePath() + "/*",
                "-Dlog4j2.configurationFile="
                    + daemons.configuration().resolve("log4j2.properties"),
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--work-dir",
                dir.resolve("work").toString(),
                daemons.master()),
            Map.of("SPARK_HOME", spark.toString(), "SPARK_LOCAL_IP", "127.0.0.1"));
    try {
      for (int i = 0; i < 300 && !log(worker).contains("Failed to connect to master"); i++) {
        Thread.sleep(100);
      }
      assertThat(log(worker))
          .contains("Failed to connect to master")
          .doesNotContain("Successfully registered with master");
    } finally {
      worker.kill();
    }
  }

  private static String log(Submit.Running process) throws IOException {
    return Files.readString(process.err()) + Files.readString(process.out());
  }
}
