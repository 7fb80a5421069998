package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.LabelTable;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.labeled.LabelEvaluationConfig;
import org.corpuslm.report.LabelReport;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code evaluate}: options of {@link LabelEvaluationConfig}. */
@Command(
    name = "evaluate",
    header = "Compares models that label words or sentences on a held-out split.",
    description =
        "Accuracy (for words also of those outside the vocabulary, and per sentence), macro F1, the"
            + " F1 of spans as conlleval counts it if the labels are like B-PER, I-PER and O, and"
            + " the confusion matrix. Intervals and p-values by bootstrap over sentences.",
    footer = {
      "corpuslm evaluate --model hmm --model most-frequent --corpus treebank --output report"
    },
    sortOptions = false)
@Manual(
    files = {
      "report.json, report.html: the report, for programs and for people",
      "tables/labels.*: precision, recall and F1 of each label, as CSV and Parquet",
      "tables/confusion.*: how often each label was given for each other"
    },
    seeAlso = {"estimate-labels", "tag", "classify"})
final class EvaluateCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description = "Models to compare, all of one task.")
  private List<String> models;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "DIR",
      description = "A corpus that was prepared with --task.")
  private String corpus;

  @Option(
      names = "--split",
      defaultValue = "test",
      paramLabel = "test|valid",
      description = "Held-out split of the corpus. Default: ${DEFAULT-VALUE}")
  private String split;

  @Override
  Job job() {
    return new LabelReport(new LabelEvaluationConfig(models, corpus, split));
  }

  @Override
  String summary(Published published) {
    return LabelTable.of(published.facts(LabelReport.Content.class))
        + "\nreport: "
        + published.path()
        + "/report.html\n";
  }

  @Override
  Object json(Published published) {
    return published.manifest().facts();
  }
}
