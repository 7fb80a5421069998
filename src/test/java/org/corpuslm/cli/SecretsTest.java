package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords and keys in the configuration are used, and written nowhere. */
class SecretsTest {
  private static final String SECRET = "hunter2-correct-horse";
  private static final List<String> SETTINGS =
      List.of(
          "spark.authenticate.secret",
          "spark.ssl.keyPassword",
          "spark.hadoop.fs.s3a.access.key",
          "spark.hadoop.fs.s3a.secret.key",
          "spark.hadoop.fs.s3a.session.token",
          "spark.hadoop.javax.jdo.option.ConnectionPassword");

  private final StringWriter log = new StringWriter();
  private WriterAppender appender;

  @TempDir private Path root;

  @BeforeEach
  void listen() {
    appender =
        WriterAppender.createAppender(
            PatternLayout.createDefaultLayout(), null, log, "secrets-test", false, true);
    appender.start();
    logger().addAppender(appender);
    Configurator.setLevel("org.corpuslm", Level.INFO); // as in conf/log4j2.properties
  }

  @AfterEach
  void stopListening() {
    logger().removeAppender(appender);
  }

  private static org.apache.logging.log4j.core.Logger logger() {
    return ((LoggerContext) LogManager.getContext(false)).getRootLogger();
  }

  @Test
  void settingsAreNotWritten() throws IOException {
    Path events = Files.createDirectory(root.resolve("events"));
    SETTINGS.forEach(name -> System.setProperty(name, SECRET));
    System.setProperty("spark.eventLog.enabled", "true");
    System.setProperty("spark.eventLog.dir", events.toUri().toString());
    try {
      Cli.Result result = Cli.run("run", job(), "--json").succeeded();
      assertThat(result.out() + result.err()).doesNotContain(SECRET);
    } finally {
      SETTINGS.forEach(System::clearProperty);
      System.clearProperty("spark.eventLog.enabled");
      System.clearProperty("spark.eventLog.dir");
    }
    String event = Files.readString(only(events));
    assertThat(event).contains(SETTINGS).contains("redacted");
    assertThat(log.toString()).contains("step 1 of 4").doesNotContain(SECRET);
    assertWrittenNowhere(20);
  }

  /** A pipeline with an output of every format. */
  private Path job() throws IOException {
    Path text = Files.writeString(root.resolve("text.txt"), "a b c\nb c\nc a\n".repeat(40));
    return Files.writeString(
        root.resolve("job.conf"),
        """
        steps = [
          { command = prepare, input = %1$s/text.txt, test = %1$s/text.txt, output = %1$s/corpus }
          { command = count, corpus = %1$s/corpus, output = %1$s/counts, order = 2 }
          { command = estimate, counts = %1$s/counts, output = %1$s/model, smoothing = witten-bell }
          {
            command = perplexity, model = %1$s/model, corpus = %1$s/corpus, split = test
            output = %1$s/report
          }
        ]
        """
            .formatted(text.getParent()));
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  private void assertWrittenNowhere(int least) throws IOException {
    int seen = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.contains(SECRET)).as(file.toString()).isFalse();
        seen++;
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(least);
  }

  /** A password in a path would be in every manifest made from it. */
  @Test
  void passwordsInPathsAreRefusedAndNotRepeated() throws IOException {
    String path = "ftp://me:" + SECRET + "@127.0.0.1/text";
    Path text = Files.writeString(root.resolve("text.txt"), "a b c\n");
    for (Object[] command :
        List.of(
            new Object[] {"prepare", "--input", path, "--output", root.resolve("out")},
            new Object[] {"prepare", "--input", text, "--output", path},
            new Object[] {"import-arpa", "--arpa", path, "--output", root.resolve("out")},
            new Object[] {"predict", "--model", path, "--context", "a"},
            new Object[] {"inspect", path},
            new Object[] {"run", path})) {
      Cli.Result result = Cli.run(command).refused("ftp://me:***@127.0.0.1", "password");
      assertThat(result.err()).doesNotContain(SECRET);
    }
    Path job = root.resolve("other.conf");
    for (String step :
        List.of(
            "command = prepare, input = [\"%s\"], output = x", "command = count, ordr = \"%s\"")) {
      Files.writeString(job, "steps = [ { " + step.formatted(path) + " } ]");
      Cli.Result result = Cli.run("run", job);
      assertThat(result.exit()).isEqualTo(Main.BAD_INPUT);
      assertThat(result.err()).contains("ftp://me:***@127.0.0.1").doesNotContain(SECRET);
    }
    assertThat(log.toString()).contains("step 1 of 1: prepare --input=ftp://me:***@127.0.0.1");
    Files.delete(job);
    assertThat(log.toString()).doesNotContain(SECRET);
    assertWrittenNowhere(1);
  }

  /** A job file or preset must not read files that the command line does not show. */
  @Test
  void includesAreRefused() throws IOException {
    Path other = Files.writeString(root.resolve("other.conf"), "work = " + SECRET);
    for (String include :
        List.of(
            "include \"other.conf\"",
            "include file(\"" + other + "\")",
            "include required(file(\"" + other + "\"))",
            "include url(\"http://127.0.0.1:1/x\")",
            "include classpath(\"reference.conf\")")) {
      Path job = Files.writeString(root.resolve("job.conf"), include + "\nsteps = []\n");
      Cli.run("run", job).refused(job, "includes", "--set");
      Cli.run("train", "--corpus", "c", "--output", "o", "--preset", job).refused(job, "includes");
    }
    Map<String, String> deep =
        Map.of("lists", "steps = " + "[".repeat(60_000), "objects", "{a:".repeat(60_000));
    for (String text : deep.values()) {
      Path job = Files.writeString(root.resolve("job.conf"), text);
      Cli.run("run", job).refused(job, "too deep");
      Cli.run("train", "--corpus", "c", "--output", "o", "--preset", job).refused(job, "too deep");
    }
  }
}
