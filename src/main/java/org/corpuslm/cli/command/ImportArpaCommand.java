package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TextTable;
import org.corpuslm.ngram.arpa.ArpaImport;
import org.corpuslm.ngram.arpa.ImportConfig;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "import-arpa",
    header = "An ARPA file of any tool to an n-gram model.",
    description =
        "A model to be compared or mixed with others needs their vocabulary: give --vocabulary.",
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
      description = "The ARPA file: plain, .gz or .bz2; - for standard input.")
  private String arpa;

  @Option(
      names = "--vocabulary",
      defaultValue = "",
      paramLabel = "DIR",
      description =
          "Take ids, and how text is cut, from this corpus, count store or model, which has exactly"
              + " the words of the file. Default: a vocabulary in the order of the file.")
  private String vocabulary;

  @Option(
      names = "--tokenizer",
      defaultValue = "whitespace",
      paramLabel = "NAME",
      description =
          "How text is cut for this model: whitespace, words or chars. Default: ${DEFAULT-VALUE}")
  private String tokenizer;

  @Option(names = "--lowercase", description = "Unicode lower case before text is cut.")
  private boolean lowercase;

  @Option(
      names = "--unk",
      defaultValue = "",
      paramLabel = "WORD",
      description = "The unknown word in the file. Default: <unk> or <UNK>")
  private String unk;

  @Option(
      names = "--unk-probability",
      defaultValue = "NaN",
      paramLabel = "X",
      description = "Its probability where the file has no unknown word; without it, an error.")
  private double unkProbability;

  @Option(
      names = "--allow-positive",
      description =
          "Take log10 probabilities above 0, as rounding makes them, for 0; without it, an error.")
  private boolean allowPositive;

  @Option(
      names = "--literal-logs",
      description =
          "Read -99 and what lies below as any number, as KenLM does. Default: probabilities at or"
              + " below -99, and back-off weights of exactly -99, are zero.")
  private boolean literalLogs;

  @Option(
      names = "--shards",
      defaultValue = "0",
      paramLabel = "N",
      description = "Number of shards; 0 = by the size of the model.")
  private int shards;

  @Override
  Job job() {
    return new ImportConfig(
        arpa,
        vocabulary,
        shards,
        tokenizer,
        lowercase,
        unk,
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
