package org.corpuslm.cli.command;

import org.corpuslm.cli.options.TokenizerOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.ngram.arpa.ArpaImport;
import org.corpuslm.ngram.arpa.ImportConfig;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code import-arpa}: options of {@link ImportConfig}. */
@Command(
    name = "import-arpa",
    header = "Reads an ARPA file of another tool as an n-gram model.",
    description =
        "To compare or mix the model with others, give it their vocabulary (--vocabulary).",
    footer = {
      "corpuslm import-arpa --arpa lm.arpa.gz --output lm --tokenizer words --lowercase",
      "corpuslm import-arpa --arpa lm.arpa --vocabulary corpus --output lm"
    },
    sortOptions = false)
@Manual(
    files = {"ngrams/, contexts/, vocabulary/: an n-gram model as estimate writes it"},
    seeAlso = {"export-arpa", "perplexity", "mix"})
final class ImportArpaCommand extends JobCommand {
  @Option(
      names = "--arpa",
      required = true,
      paramLabel = "FILE",
      description = "The ARPA file: plain, .gz or .bz2; or - for standard input.")
  private String arpa;

  @Option(
      names = "--vocabulary",
      defaultValue = "",
      paramLabel = "DIR",
      description =
          "Use the ids and the tokenizer of this corpus, count store or model, whose words must be"
              + " exactly those of the file. Default: a vocabulary in the order of the file.")
  private String vocabulary;

  @Mixin private final TokenizerOptions text = new TokenizerOptions();

  @Option(
      names = "--unk-probability",
      defaultValue = "NaN",
      paramLabel = "X",
      description =
          "Probability of the unknown word if the file has none; without this option, such a file"
              + " is refused.")
  private double unkProbability;

  @Option(
      names = "--allow-positive",
      description =
          "Read log10 probabilities above 0, which rounding causes, as 0. By default, they are"
              + " refused.")
  private boolean allowPositive;

  @Option(
      names = "--literal-logs",
      description =
          "Read all logarithms as they are, as KenLM does. By default, probabilities with log10 of"
              + " -99 or less and back-off weights of exactly -99 are read as 0.")
  private boolean literalLogs;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description = "Number of shards; 0 = by the size of the model. Default: ${DEFAULT-VALUE}")
  private int shards;

  @Override
  Job job() {
    return new ImportConfig(
        arpa,
        vocabulary,
        shards,
        text.tokenizer(),
        text.lowercase(),
        text.unk(""),
        unkProbability,
        allowPositive,
        literalLogs);
  }

  @Override
  String summary(Published published) {
    NgramFacts facts = published.facts(NgramFacts.class);
    TextTable table = new TextTable("order", "n-grams");
    for (int k = 1; k <= facts.order(); k++) {
      table.row(String.valueOf(k), "%,d".formatted(facts.ngrams().get(k - 1)));
    }
    Object positive = facts.parameters().get(ArpaImport.POSITIVE);
    return "model %s: order %d, %d shards\n%s%s"
        .formatted(
            published.path(),
            facts.order(),
            facts.shards(),
            table,
            positive == null
                ? ""
                : "log10 p above 0, taken for 0: %s of all n-grams, the largest is %s\n"
                    .formatted(positive, facts.parameters().get(ArpaImport.LARGEST_POSITIVE)));
  }
}
