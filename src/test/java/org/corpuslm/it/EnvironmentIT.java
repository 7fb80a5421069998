package org.corpuslm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From text to a report in the environments of containers and schedulers. */
class EnvironmentIT {
  @TempDir private Path dir;

  @BeforeEach
  void text() throws IOException {
    Files.write(dir.resolve("text.txt"), ZipfText.lines(400, 60, 3));
    Files.writeString(
        dir.resolve("job.conf"),
        """
steps = [
  { command = prepare, input = ["%1$s/text.txt"], output = "%1$s/corpus", holdout = "0.1,0.1" }
  { command = count, corpus = "%1$s/corpus", output = "%1$s/counts", order = 2 }
  { command = estimate, counts = "%1$s/counts", output = "%1$s/model", smoothing = witten-bell }
  { command = perplexity, model = ["%1$s/model"], corpus = "%1$s/corpus", output = "%1$s/report" }
]
"""
            .formatted(dir));
  }

  @Test
  void aUserIdWithoutAName() throws IOException {
    Submit.Outcome outcome = as(12345, "env", "-u", "HOME").orFail();
    assertThat(dir.resolve("report/report.html")).exists();
    assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
    assertThat(Files.getAttribute(dir.resolve("report"), "unix:uid")).isEqualTo(12345);
  }

  @Test
  void aHomeThatCannotBeWritten() throws IOException {
    Path home = Files.createDirectory(dir.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
    for (int user : List.of(65534, 12345)) {
      Submit.Outcome outcome = as(user, "env", "HOME=" + home).orFail();
      assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
    }
    assertThat(dir.resolve("report/report.html")).exists();
    assertThat(home).isEmptyDirectory();
  }

  /** Runs the job as another user, which root alone can do. */
  private Submit.Outcome as(int user, String... environment) throws IOException {
    assumeThat(System.getProperty("user.name")).as("setpriv wants root").isEqualTo("root");
    assumeThat(Submit.run(List.of("sh", "-c", "command -v setpriv"), Map.of()).exitCode())
        .as("setpriv of util-linux")
        .isZero();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> drop = List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    String launcher = Submit.BASE.resolve("scripts/corpuslm").toAbsolutePath().toString();
    String readable = Submit.BASE.resolve("target/corpuslm.jar").toAbsolutePath().toString();
    List<String> look = new ArrayList<>(drop);
    look.addAll(List.of("test", "-r", readable, "-a", "-x", launcher));
    assumeThat(Submit.run(look, Map.of()).exitCode())
        .as("other users can read %s", Submit.BASE)
        .isZero();
    List<String> command = new ArrayList<>(drop);
    command.addAll(List.of(environment));
    command.addAll(List.of(launcher, "run", dir.resolve("job.conf").toString()));
    return Submit.run(command, Map.of("CORPUSLM_SPARK_OPTS", "--master local[2]"));
  }
}
