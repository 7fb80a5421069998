package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.LocalCluster;
import picocli.CommandLine;

/** Runs commands as the launcher does, but in this very JVM and on two local cores. */
public final class Cli {
  private Cli() {}

  /**
   * How a command ended.
   *
   * @param exit its exit code
   * @param out what it printed as its result
   * @param err what it printed beside that, logs left out
   */
  public record Result(int exit, String out, String err) {

    /** Checks that the command did its work. */
    public Result succeeded() {
      assertThat(exit).as("exit code; stderr: %s", err).isZero();
      return this;
    }

    /** Checks that the command refused with a message that holds all of these. */
    public Result refused(Object... parts) {
      assertThat(exit).as("exit code; stdout: %s, stderr: %s", out, err).isEqualTo(Main.BAD_INPUT);
      assertThat(out).isEmpty();
      assertThat(err)
          .startsWith("corpuslm: ")
          .contains(Arrays.stream(parts).map(String::valueOf).toList());
      return this;
    }

    /** The output of a command that was run with {@code --json}. */
    public JsonNode json() {
      succeeded();
      try {
        return Json.MAPPER.readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + out, e);
      }
    }
  }

  /** Runs one command; arguments of any type stand for their text. */
  public static Result run(Object... arguments) {
    LocalCluster.configure();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    int exit =
        Main.execute(line, Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Result(exit, out.toString(), err.toString());
  }
}
