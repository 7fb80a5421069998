package org.corpuslm.cli.command;

import java.io.PrintWriter;
import java.util.List;
import org.corpuslm.cli.options.BlasOptions;
import org.corpuslm.cli.options.ModelOptions;
import org.corpuslm.cli.options.ScoreOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.PerplexityTable;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.Serving;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine;

@Command(
    name = "perplexity",
    header = "Perplexity of any models, side by side, on held-out text.",
    description =
        "Writes report.json, report.html, partitions.parquet, and every table in tables/; or with"
            + " --per-line and --surprisal, scores as plain text.",
    footer = {
      "corpuslm perplexity --model kn5 --model add3 --corpus corpus --split test --output report",
      "corpuslm perplexity --model kn5 --text news.txt --details words --output report",
      "corpuslm perplexity --model kn5 --text news.txt --per-line -",
      "corpuslm perplexity --model kn5 --text news.txt --surprisal surprisal.tsv"
    },
    sortOptions = false)
@Manual(
    files = {
      "report.json, report.html: the figures, for programs and for people",
      "partitions.parquet: the figures of every piece of the text",
      "tables/: every table of the report, as CSV and Parquet",
      "details/model=M/: a row per sentence or word, with --details"
    },
    seeAlso = {"compare", "mix", "predict"})
final class PerplexityCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description = "Saved models, to be compared side by side.")
  private List<String> models;

  @Option(
      names = "--corpus",
      defaultValue = "",
      paramLabel = "DIR",
      description = "A prepared corpus, or give --text.")
  private String corpus;

  @Option(
      names = "--split",
      defaultValue = "test",
      paramLabel = "test|valid",
      description = "Which held-out split. Default: ${DEFAULT-VALUE}")
  private String split;

  @Option(
      names = "--text",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Plain text (or - for standard input), cut into words as the first model's training"
              + " text was.")
  private List<String> text = List.of();

  @Option(
      names = "--details",
      defaultValue = "none",
      paramLabel = "words|sentences",
      description = "Also write a row per token or per sentence, as Parquet below details/.")
  private Details details;

  @Option(
      names = "--serving",
      defaultValue = "auto",
      paramLabel = "auto|replicated|sharded",
      description =
          "Whole models in every executor, or every position sent to the one shard that scores it;"
              + " auto = replicated if it fits --model-memory.")
  private Serving serving;

  @Option(
      names = "--model-memory",
      defaultValue = "0",
      paramLabel = "BYTES",
      description = "Memory of an executor for one model; 0 = its share of half the heap.")
  private long modelMemory;

  @Option(
      names = {"-q", "--quantize"},
      defaultValue = "0",
      paramLabel = "BITS",
      description = ModelOptions.QUANTIZE)
  private int quantize;

  @Option(
      names = "--force-vocabularies",
      description =
          "Score models of other vocabularies too, by the words of the text; their figures are"
              + " labeled. So are models of a count store that grew, on text prepared before.")
  private boolean forceVocabularies;

  @Mixin private BlasOptions blas = new BlasOptions();

  @Option(
      names = "--reset-per-sentence",
      description =
          "Neural models begin every sentence with the zero state; default: state goes on from"
              + " sentence to sentence of a partition.")
  private boolean resetPerSentence;

  @Option(
      names = "--skip-special",
      description = "Leave a literal <s>, </s> or unknown word in --text out.")
  private boolean skipSpecial;

  @Mixin private final ScoreOptions scores = new ScoreOptions();

  @Override
  Job job() {
    scores.check(common.json());
    if (!writesDirectory() && !scores.wanted()) {
      throw new BadInputException(
          "--output is missing: give a directory for the report, or --per-line - for scores as"
              + " plain text");
    }
    return new PerplexityReport(config());
  }

  private EvaluateConfig config() {
    return new EvaluateConfig(
        models,
        new HeldOutText(corpus, split, text, skipSpecial),
        details,
        new ServingConfig(serving, modelMemory, quantize, blas.kernel()),
        forceVocabularies,
        resetPerSentence);
  }

  /** Makes {@code --output} optional: scores as plain text need no directory. */
  static void makeOutputOptional(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    OptionSpec option = spec.findOption("--output");
    spec.remove(option);
    spec.addOption(OptionSpec.builder(option).required(false).build());
  }

  @Override
  boolean writesDirectory() {
    return out.output() != null;
  }

  @Override
  boolean keepsStdout() {
    return scores.useStdout();
  }

  @Override
  void runOthers(Cluster cluster, PrintWriter stdout) {
    if (scores.wanted()) {
      scores.write(cluster, config(), out.overwrite(), stdout);
      if (!keepsStdout()) {
        tellFiles(stdout);
      }
    }
  }

  private void tellFiles(PrintWriter stdout) {
    if (!common.json()) {
      scores.files().forEach((name, path) -> stdout.println("scores: " + path));
    } else if (!writesDirectory()) {
      stdout.print(Json.write(scores.files()));
    }
    stdout.flush();
  }

  @Override
  String summary(Published published) {
    return PerplexityTable.of(published.facts(PerplexityReport.Content.class))
        + "\nreport: "
        + published.path()
        + "/report.html\n";
  }

  @Override
  Object json(Published published) {
    return published.manifest().facts();
  }
}
