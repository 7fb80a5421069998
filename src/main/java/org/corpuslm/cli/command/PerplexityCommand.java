package org.corpuslm.cli.command;

import java.io.PrintWriter;
import java.util.List;
import org.corpuslm.cli.options.BlasOptions;
import org.corpuslm.cli.options.FormatOptions;
import org.corpuslm.cli.options.QuantizeOptions;
import org.corpuslm.cli.options.ScoreOptions;
import org.corpuslm.cli.options.ServingOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.PerplexityTable;
import org.corpuslm.corpus.InputFormat;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.detail.Details;
import org.corpuslm.evaluate.score.HeldOutText;
import org.corpuslm.evaluate.score.ServingConfig;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Published;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Command {@code perplexity}: options of {@link EvaluateConfig}. */
@Command(
    name = "perplexity",
    header = "Compares any number of models on a held-out split or on plain text.",
    description =
        "Writes a report in HTML and JSON, and every table as CSV and Parquet. With --per-line or"
            + " --surprisal, writes scores as plain text; the report is then optional (--output).",
    footer = {
      "corpuslm perplexity --model kn5 --model add3 --corpus corpus --split test --output report",
      "corpuslm perplexity --model kn5 --text news.txt --details words --output report",
      "corpuslm perplexity --model kn5 --model chars --text news.jsonl.zst --format jsonl --output"
          + " report",
      "corpuslm perplexity --model kn5 --text news.txt --per-line -",
      "corpuslm perplexity --model kn5 --text news.txt --surprisal surprisal.tsv"
    },
    sortOptions = false)
@Manual(
    files = {
      "report.json, report.html: the report, for programs and for people",
      "lm-eval.json: figures per word and byte, under the names of lm-evaluation-harness",
      "partitions.parquet: the figures of each partition of the text",
      "tables/: every table of the report, as CSV and Parquet",
      "details/model=M/: one row per sentence or word, with --details"
    },
    seeAlso = {"compare", "mix", "predict"})
final class PerplexityCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description = "Saved models, or binary files of KenLM, to compare.")
  private List<String> models;

  @Option(
      names = "--corpus",
      defaultValue = "",
      paramLabel = "DIR",
      description = "A prepared corpus; alternatively give --text.")
  private String corpus;

  @Option(
      names = "--split",
      defaultValue = "test",
      paramLabel = "test|valid",
      description = "Held-out split of the corpus. Default: ${DEFAULT-VALUE}")
  private String split;

  @Option(
      names = "--text",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Plain text, or - for standard input. Each model splits it into words like its own training"
              + " text.")
  private List<String> text = List.of();

  @Mixin private final FormatOptions format = new FormatOptions();

  @Option(
      names = "--details",
      defaultValue = "none",
      paramLabel = "words|sentences",
      description = "Also write one row per word or sentence, as Parquet in details/.")
  private Details details;

  @Mixin private final ServingOptions serving = new ServingOptions();

  @Option(
      names = "--model-memory",
      defaultValue = "0",
      paramLabel = "BYTES",
      description =
          "Memory of an executor for one model, in bytes; 0 = the model's share of half the heap."
              + " Default: ${DEFAULT-VALUE}")
  private long modelMemory;

  @Mixin private final QuantizeOptions quantize = new QuantizeOptions();

  @Option(
      names = "--force-vocabularies",
      description =
          "With --corpus: also score models that split text with another tokenizer or case, by the"
              + " words of the corpus.")
  private boolean forceVocabularies;

  @Mixin private BlasOptions blas = new BlasOptions();

  @Option(
      names = "--reset-per-sentence",
      description =
          "Neural models begin every sentence with the zero state. By default, the state carries"
              + " over from sentence to sentence within a partition.")
  private boolean resetPerSentence;

  @Option(
      names = "--skip-special",
      description = "With --text: drop a literal <s>, </s> or unknown word.")
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
        new HeldOutText(corpus, split, text, skipSpecial, InputFormat.orNull(format.get())),
        details,
        new ServingConfig(serving.serving(), modelMemory, quantize.bits(), blas.kernel()),
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
