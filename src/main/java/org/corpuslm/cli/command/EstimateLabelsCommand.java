package org.corpuslm.cli.command;

import org.corpuslm.cli.output.Manual;
import org.corpuslm.labeled.LabelerConfig;
import org.corpuslm.labeled.LabelerFacts;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code estimate-labels}: options of {@link LabelerConfig}. */
@Command(
    name = "estimate-labels",
    header = "Estimates a model that labels words or sentences from counts.",
    description =
        "Reads the training split of a corpus that was prepared with --task, once. To tag:"
            + " most-frequent-tag, or hmm, a trigram hidden Markov model with suffixes for unknown"
            + " words (Brants 2000). To classify: naive-bayes, or class-ngrams, an interpolated"
            + " Witten-Bell model per class with Bayes' rule.",
    footer = {
      "corpuslm estimate-labels --corpus treebank --output hmm --method hmm",
      "corpuslm estimate-labels --corpus news --output bayes --method naive-bayes --delta 0.1"
    },
    sortOptions = false)
@Manual(
    files = {
      "counts/ngrams.parquet: n-grams of labels (hmm), or of the words of each class",
      "counts/emissions.parquet: words with their labels",
      "vocabulary/, labels/: those of the corpus"
    },
    seeAlso = {"prepare", "evaluate", "tag", "classify"})
final class EstimateLabelsCommand extends JobCommand {
  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "DIR",
      description = "A corpus that was prepared with --task.")
  private String corpus;

  @Option(
      names = "--method",
      required = true,
      paramLabel = "METHOD",
      description = "The kind of model: ${COMPLETION-CANDIDATES}.")
  private LabelerConfig.Method method;

  @Option(
      names = "--order",
      paramLabel = "N",
      description = "With class-ngrams: order of the n-grams, 2 to 4. Default: 2")
  private Integer order;

  @Option(
      names = "--delta",
      paramLabel = "X",
      description = "With naive-bayes: added to the count of each word. Default: 1")
  private Double delta;

  @Override
  Job job() {
    return LabelerConfig.of(corpus, method, order, delta);
  }

  @Override
  String summary(Published published) {
    LabelerFacts facts = published.facts(LabelerFacts.class);
    return "labeler %s: %s, %,d labels, from %,d words in %,d sentences\n"
        .formatted(
            published.path(),
            published.configuration(LabelerConfig.class).method(),
            facts.labels(),
            facts.words(),
            facts.sentences());
  }
}
