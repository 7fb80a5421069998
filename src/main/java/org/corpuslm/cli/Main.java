package org.corpuslm.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Exit;
import org.corpuslm.runtime.Sanitizer;
import org.corpuslm.runtime.Version;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: {@code corpuslm COMMAND [options]}. */
@Command(
    name = "corpuslm",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionProvider.class,
    header = "Counts, estimates, trains and compares language models on Apache Spark.",
    description = {
      "text -> prepare -> corpus -+-> count -> counts -> estimate -+-> model",
      "                           +-> train -----------------------+",
      "model -> perplexity -> report -> compare;  model -> predict, generate, mix",
      "",
      "Every command reads and writes any Hadoop path (local, hdfs://, s3a://). Results go to"
          + " stdout, logs and progress to stderr. An output directory appears whole or not at all,"
          + " and an existing one is replaced only with --overwrite."
    },
    footer = {
      "corpuslm prepare --input text.txt --output corpus --holdout 0.05,0.05",
      "corpuslm count --corpus corpus --output counts --order 5",
      "corpuslm estimate --counts counts --output kn5 --smoothing modified-kneser-ney",
      "corpuslm perplexity --model kn5 --corpus corpus --output report"
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PrepareCommand.class,
      CountCommand.class,
      EstimateCommand.class,
      TrainCommand.class,
      PerplexityCommand.class,
      CompareCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      MixCommand.class,
      PruneCommand.class,
      ExportArpaCommand.class,
      ImportArpaCommand.class,
      ExportCountsCommand.class,
      InspectCommand.class,
      RunCommand.class,
      RollbackCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    })
@Manual(
    files = {
      "conf/*.conf: where it runs, for Spark: local (default), standalone, yarn; chosen by the"
          + " environment variable CORPUSLM_CONF of scripts/corpuslm",
      "jobs/*.conf: whole pipelines, for run",
      "DIR/manifest.json: what a directory is and what it was made from"
    },
    seeAlso = {"run", "inspect", "help"})
public final class Main implements Runnable {
  static final int BAD_INPUT = 2;
  static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  public static void main(String[] args) throws Exception {
    CommandLine line = commandLine();
    Exit.with(Arguments.areWhole(line, args) ? execute(line, args) : BAD_INPUT);
  }

  /** Runs a command line. */
  static int execute(CommandLine line, String... args) {
    // Figures are written alike whatever the language of the machine: they go into reports too.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      return StandardOutput.check(line, line.execute(arguments(line, args)));
    } catch (CommandLine.ParameterException e) {
      return usage(e, args);
    } catch (BadInputException e) {
      line.getErr().println("corpuslm: " + shown(e.getMessage()));
      return BAD_INPUT;
    } catch (OutOfMemoryError e) { // which no handler of picocli sees
      return failed(e, line);
    }
  }

  /**
   * The arguments that picocli parses: checked, and with those of a preset.
   *
   * @throws CommandLine.ParameterException for those that picocli would drop or misread
   */
  static String[] arguments(CommandLine line, String... args) {
    String[] current = RenamedOptions.current(line.getErr(), args);
    checkCommand(line, current);
    ArgumentCheck.check(line, current);
    return Presets.expand(line, current);
  }

  /** Refuses an unknown command, for which {@code --help} would print the help of the program. */
  private static void checkCommand(CommandLine line, String... args) {
    boolean named = args.length > 0 && !args[0].startsWith("-");
    if (named && !line.getSubcommands().containsKey(args[0])) {
      throw new CommandLine.UnmatchedArgumentException(line, List.of(args[0]));
    }
  }

  /** What a server of HDFS or an executor says of an error has its own stack trace inside. */
  static String withoutTrace(String message) {
    return message
        .replaceAll(
            "\\n\\s+(at |\\.\\.\\. |Suppressed: |Caused by: )[^\\n]*|\\n+Driver stacktrace:", "")
        .stripTrailing();
  }

  /** A message on the terminal, whatever words and names are in it. */
  private static String shown(String message) {
    return Sanitizer.message(withoutTrace(message));
  }

  /** The parser, with our exit codes. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExpandAtFiles(false); // an argument is a value, never the name of a file of arguments
    line.setOut(StandardOutput.writer());
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.getSubcommands().get("help").getCommandSpec().usageMessage().footer("corpuslm help train");
    OutputOptions.makeOptional(line.getSubcommands().get("perplexity"));
    ManualPage.apply(line);
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::usage);
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
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

  /** Whether the user, or the system, ends this JVM: what fails then is no fault. */
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

  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"corpuslm " + Version.current()};
    }
  }
}
