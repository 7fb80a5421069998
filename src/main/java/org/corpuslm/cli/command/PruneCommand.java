package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.PruneTable;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    header = "Makes an n-gram model smaller, losing as little perplexity as it can.",
    description = {
      "Entropy pruning (Stolcke 1998), as ngram -prune: leaves out the n-grams that change the"
          + " model's perplexity least. For any model whose probabilities sum to one: estimated,"
          + " imported, or mixed with --static. Kneser-Ney models suffer more than others, since"
          + " their shorter orders do not say how often a context comes: to prune hard, compare"
          + " with a Witten-Bell model of the same size."
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
          "Leave out n-grams without which perplexity grows by a factor of less than 1 + X; 0"
              + " leaves out none.")
  private double threshold;

  @Override
  Job job() {
    return new PruneConfig(model, threshold);
  }

  @Override
  String summary(Published published) {
    return PruneTable.of(published);
  }
}
