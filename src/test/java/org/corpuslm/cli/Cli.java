package org.corpuslm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.LocalCluster;
import picocli.CommandLine;

/** Runs commands as the launcher does, but in this very JVM and on two local cores. */
public final class Cli {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w'-])--[a-z][a-z0-9-]+");
  private static final List<String> OPTIONS_OF_SPARK =
      List.of("--help", "--conf", "--master", "--properties-file");

  private Cli() {}

  /**
   * The result of a command.
   *
   * @param command its name
   * @param exit its exit code
   * @param out its stdout
   * @param err its stderr without logs
   */
  public record Result(String command, int exit, String out, String err) {

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
      checkAdvice(command, err);
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

  /**
   * Checks that a message names only options that the command has, or those of another command that
   * it names as well. A pipeline has the options of all; what is in quotation marks the user wrote.
   */
  static void checkAdvice(String command, String message) {
    if (command.startsWith("-")) {
      return; // no command, whose options could be known
    }
    Map<String, CommandLine> commands = Main.commandLine().getSubcommands();
    Set<String> known = new TreeSet<>(OPTIONS_OF_SPARK);
    commands.forEach(
        (name, line) -> {
          boolean named =
              Pattern.compile("(?i)(?<![\\w-])" + name + "d?(?![\\w-])").matcher(message).find();
          if (name.equals(command) || command.equals("run") || named) {
            known.addAll(line.getCommandSpec().optionsMap().keySet());
          }
        });
    Set<String> advised = new TreeSet<>();
    // What was mistyped is quoted, not advised.
    String advice = message.replaceAll("step '[^']*'|Unknown options?: [^\\n]*", "");
    OPTION.matcher(advice).results().forEach(m -> advised.add(m.group()));
    assertThat(known).as("options of %s; message: %s", command, message).containsAll(advised);
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
    String command = arguments.length == 0 ? "" : String.valueOf(arguments[0]);
    return new Result(command, exit, out.toString(), err.toString());
  }
}
