package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.EstimateTable;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.ngram.model.NgramFacts;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;
import org.corpuslm.ngram.smoothing.EstimatePrunedConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code estimate}: options of {@link EstimateConfig}. */
@Command(
    name = "estimate",
    header = "Estimates an n-gram model from counts.",
    footer = {
      "corpuslm estimate --counts counts --output kn5 --smoothing modified-kneser-ney",
      "corpuslm estimate --counts counts --output small --smoothing modified-kneser-ney --prune"
          + " 0,0,1",
      "corpuslm estimate --counts counts --output add3 --smoothing add-delta --order 3 --delta auto"
    },
    sortOptions = false)
@Manual(
    files = {
      "ngrams/order=K/shard=S/part.parquet: probabilities",
      "contexts/length=K/shard=S/part.parquet: back-off weights",
      "vocabulary/words.parquet: the vocabulary of the counts"
    },
    seeAlso = {"count", "prune", "perplexity", "export-arpa"})
final class EstimateCommand extends JobCommand {
  @Option(names = "--counts", required = true, paramLabel = "DIR", description = "A count store.")
  private String counts;

  @Option(
      names = "--smoothing",
      required = true,
      paramLabel = "NAME",
      description = "Smoothing method: ${COMPLETION-CANDIDATES}")
  private Smoothing smoothing;

  @Option(
      names = "--order",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Order of the model, at most that of the counts; 0 = that of the counts. Default:"
              + " ${DEFAULT-VALUE}")
  private int order;

  @Option(
      names = "--delta",
      defaultValue = "auto",
      paramLabel = "X|auto",
      description =
          "Value that add-delta adds to every count; auto = the value that is best on the valid"
              + " split. Default: auto")
  private String delta;

  @Option(
      names = "--alpha",
      defaultValue = "0.4",
      paramLabel = "X",
      description = "Back-off factor of stupid-backoff. Default: ${DEFAULT-VALUE}")
  private double alpha;

  @Option(
      names = "--prune",
      split = ",",
      paramLabel = "T1,T2,...",
      hideParamSyntax = true,
      description =
          "Drop n-grams whose raw count is at most the threshold of their order; the last threshold"
              + " also applies to all higher orders. Not for add-delta, stupid-backoff and mle,"
              + " which would no longer sum to one.")
  private List<Long> prune = List.of();

  @Option(
      names = "--prune-entropy",
      paramLabel = "X",
      description =
          "After --prune, drop n-grams whose removal raises perplexity by a factor of less than 1 +"
              + " X, as prune --threshold does.")
  private Double pruneEntropy;

  @Option(
      names = "--discount-fallback",
      description =
          "If the text is too small to estimate discounts, use 0.5, 1 and 1.5 for"
              + " modified-kneser-ney, and 0.75 for kneser-ney and absolute.")
  private boolean discountFallback;

  @Option(
      names = "--corpus",
      defaultValue = "",
      paramLabel = "DIR",
      description =
          "Corpus whose valid split tunes --delta auto and jelinek-mercer. Default: the first"
              + " corpus in the store.")
  private String corpus;

  @Override
  Job job() {
    EstimateConfig config =
        new EstimateConfig(
            counts, smoothing, order, parseDelta(), alpha, prune, discountFallback, corpus);
    return pruneEntropy == null ? config : new EstimatePrunedConfig(config, pruneEntropy);
  }

  private double parseDelta() {
    try {
      return delta.equals("auto") ? Double.NaN : Double.parseDouble(delta);
    } catch (NumberFormatException e) {
      throw new BadInputException("--delta is " + delta + "; it must be a number, or auto", e);
    }
  }

  @Override
  String summary(Published published) {
    if (pruneEntropy != null) {
      return EstimateTable.pruned(published);
    }
    NgramFacts facts = published.facts(NgramFacts.class);
    return "model %s: %s of order %d\n%s"
        .formatted(published.path(), facts.smoothing(), facts.order(), new EstimateTable(facts));
  }
}
