package org.corpuslm.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.ManualPage;
import org.corpuslm.runtime.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program itself: {@code corpuslm COMMAND [options]}, with the list of its commands. */
@Command(
    name = "corpuslm",
    mixinStandardHelpOptions = true,
    versionProvider = CorpuslmCommand.VersionProvider.class,
    header = "Counts, estimates, trains and compares language models on Apache Spark.",
    description = {
      "text -> prepare -> corpus -+-> count -> counts -> estimate -+-> model",
      "                           +-> train -----------------------+",
      "model -> perplexity -> report -> compare;  model -> predict, generate, mix",
      "labeled text -> prepare -> corpus -> estimate-labels -> labeler -> evaluate, tag, classify",
      "",
      "Paths are Hadoop paths: local, hdfs:// or s3a://. Results go to stdout, logs and progress to"
          + " stderr. An output directory appears complete or not at all; replacing an existing one"
          + " needs --overwrite."
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
      ScoreCommand.class,
      CompareCommand.class,
      EstimateLabelsCommand.class,
      EvaluateCommand.class,
      TagCommand.class,
      ClassifyCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      MixCommand.class,
      PruneCommand.class,
      PackCommand.class,
      ExportArpaCommand.class,
      ExportBinaryCommand.class,
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
      "conf/*.conf: Spark's configuration: local (default), standalone or yarn; the environment"
          + " variable CORPUSLM_CONF of scripts/corpuslm selects one",
      "jobs/*.conf: complete pipelines for run",
      "DIR/manifest.json: what an output directory is and what it was made from"
    },
    seeAlso = {"run", "inspect", "help"})
public final class CorpuslmCommand implements Runnable {
  @Spec private CommandSpec spec;

  private CorpuslmCommand() {}

  /** Returns a new parser with all commands. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new CorpuslmCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExpandAtFiles(false); // an argument is a value, never the name of a file of arguments
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.getSubcommands().get("help").getCommandSpec().usageMessage().footer("corpuslm help train");
    PerplexityCommand.makeOutputOptional(line.getSubcommands().get("perplexity"));
    ManualPage.apply(line);
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
  }

  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"corpuslm " + Version.current()};
    }
  }
}
