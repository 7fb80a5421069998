package org.corpuslm.cli.command;

import org.corpuslm.cli.output.EstimateTable;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code prune}: options of {@link PruneConfig}. */
@Command(
    name = "prune",
    header = "Shrinks an n-gram model by relative entropy.",
    description = {
      "Drops the n-grams whose removal changes perplexity least (Stolcke 1998), as ngram"
          + " -prune does. Probabilities still sum to one. The model may be estimated, imported,"
          + " or mixed with --static; scores of stupid backoff cannot be pruned.",
      "",
      "Kneser-Ney models suffer more than others, because their lower orders do not"
          + " estimate how often a context occurs. Before you prune heavily, compare with a"
          + " Witten-Bell model of the same size."
    },
    footer = {"corpuslm prune --model wb5 --threshold 1e-8 --output wb5-small"},
    sortOptions = false)
@Manual(
    files = {"ngrams/, contexts/, vocabulary/: an n-gram model as estimate writes it"},
    seeAlso = {"estimate", "mix", "perplexity"})
final class PruneCommand extends JobCommand {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "An n-gram model.")
  private String model;

  @Option(
      names = "--threshold",
      required = true,
      paramLabel = "X",
      description =
          "Drop n-grams whose removal raises perplexity by a factor of less than 1 + X; 0 drops"
              + " none.")
  private double threshold;

  @Override
  Job job() {
    return new PruneConfig(model, threshold);
  }

  @Override
  String summary(Published published) {
    return EstimateTable.pruned(published);
  }
}
