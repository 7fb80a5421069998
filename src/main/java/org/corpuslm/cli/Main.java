package org.corpuslm.cli;

import java.util.Locale;
import org.corpuslm.cli.arguments.ArgumentCheck;
import org.corpuslm.cli.arguments.Arguments;
import org.corpuslm.cli.command.CorpuslmCommand;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Exit;
import org.corpuslm.runtime.Sanitizer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Runs a command line, reports errors and ends the JVM with an exit code. */
public final class Main {
  static final int BAD_INPUT = CommandLine.ExitCode.USAGE;
  static final int FAILURE = CommandLine.ExitCode.SOFTWARE;

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code: 0 done, 1 failure, 2 wrong usage or bad
   * input.
   */
  public static void main(String[] args) throws Exception {
    CommandLine line = commandLine();
    Exit.with(Arguments.areWhole(line, args) ? execute(line, args) : BAD_INPUT);
  }

  /** Returns the parser with the handlers that turn errors into messages and exit codes. */
  static CommandLine commandLine() {
    CommandLine line = CorpuslmCommand.commandLine();
    line.setOut(StandardOutput.writer());
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::usage);
    return line;
  }

  /** Runs a command line and returns its exit code. */
  static int execute(CommandLine line, String... args) {
    // Numbers are formatted alike in every locale: they go into reports too.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      return StandardOutput.check(line, line.execute(ArgumentCheck.prepare(line, args)));
    } catch (CommandLine.ParameterException e) {
      return usage(e, args);
    } catch (BadInputException e) {
      line.getErr().println("corpuslm: " + shown(e.getMessage()));
      return BAD_INPUT;
    } catch (OutOfMemoryError e) { // picocli's handlers get exceptions only
      return failed(e, line);
    }
  }

  /** Removes the stack traces that HDFS servers and executors put into their messages. */
  static String withoutTrace(String message) {
    return message
        .replaceAll(
            "\\n\\s+(at |\\.\\.\\. |Suppressed: |Caused by: )[^\\n]*|\\n+Driver stacktrace:", "")
        .stripTrailing();
  }

  /** Makes a message safe for the terminal, whatever words and names it quotes. */
  private static String shown(String message) {
    return Sanitizer.message(withoutTrace(message));
  }

  private static int usage(CommandLine.ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("corpuslm: " + shown(e.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr())) {
      line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return BAD_INPUT;
  }

  private static int explain(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
    BadInputException bad = BadInputException.in(error);
    if (bad != null) {
      line.getErr().println("corpuslm: " + shown(bad.getMessage()));
      return BAD_INPUT;
    }
    if (isStopping() && FailureHints.on(error).isEmpty()) {
      line.getErr().println("corpuslm: stopped");
      return FAILURE;
    }
    return failed(error, line);
  }

  private static int failed(Throwable error, CommandLine line) {
    LoggerFactory.getLogger(Main.class).error("failed", error);
    line.getErr().println("corpuslm: failed: " + shown(error.toString()));
    String advice = FailureHints.on(error);
    if (!advice.isEmpty()) {
      line.getErr().println("corpuslm: " + advice);
    }
    return FAILURE;
  }

  /** Returns whether the JVM is shutting down; work then fails for no other reason. */
  private static boolean isStopping() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
