package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.ComparisonText;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.compare.CompareConfig;
import org.corpuslm.compare.Comparison;
import org.corpuslm.compare.Comparison.Verdict;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Command {@code compare}: options of {@link CompareConfig}. */
@Command(
    name = "compare",
    header = "Compares reports and decides whether the last one is better or worse.",
    description = {
      "Shows every model in every report and judges the last report against the baseline."
          + " Reports are comparable only if their held-out text and the size of their vocabulary"
          + " are the same; others are refused unless you give --force-corpora.",
      "",
      "Models of two reports are matched by kind, name and the last part of their path;"
          + " failing that, by kind and name; failing that, by kind and the last part of their"
          + " path. Use --model for models that this does not match.",
      "",
      "A model is better or worse if its perplexity differs by more than --margin and the"
          + " difference is statistically significant: by a paired test over sentences (p below"
          + " 0.05) if both reports were made with --details, otherwise if the 95%% intervals do"
          + " not overlap, which detects only large differences. Scores of stupid backoff are"
          + " shown but not judged."
    },
    footer = {
      "corpuslm compare --report last-night --report tonight --output comparison",
      "corpuslm compare --root models --output history --overwrite --margin 0.01 --fail-if-worse"
    },
    exitCodeList = {
      "0:Success, whatever the verdict; with --fail-if-worse: no model is worse.",
      "1:Failure; with --fail-if-worse: a model is worse.",
      "2:Wrong usage or bad input; with --fail-if-worse: no model could be compared."
    },
    sortOptions = false)
@Manual(
    files = {
      "compare.json, compare.html: the comparison, for programs and for people",
      "ROOT/versions/ID/release.json: the state of each version that run has made"
    },
    seeAlso = {"perplexity", "run", "rollback"})
final class CompareCommand extends JobCommand {
  @Option(
      names = "--report",
      arity = "1..*",
      paramLabel = "DIR",
      description = "Reports made by perplexity, in order; the last one is judged.")
  private List<String> reports = List.of();

  @Option(
      names = "--root",
      defaultValue = "",
      paramLabel = "DIR",
      description =
          "Compare the reports of all versions that run has made in this directory (release.root of"
              + " the job file), oldest first and before those of --report.")
  private String root;

  @Option(
      names = "--root-report",
      defaultValue = "report",
      paramLabel = "NAME",
      description =
          "Path of the report in the directory of a version: release.report of the job file."
              + " Default: ${DEFAULT-VALUE}")
  private String rootReport;

  @Option(
      names = "--model",
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "Compare only these models, given by name, path or the last part of the path. NAME=OTHER"
              + " matches models with different names.")
  private List<String> models = List.of();

  @Option(
      names = "--baseline",
      defaultValue = "previous",
      paramLabel = "previous|first",
      description =
          "What the last report is judged against: the previous report (among versions, the last"
              + " one published), or the first. Default: ${DEFAULT-VALUE}")
  private CompareConfig.Baseline baseline;

  @Option(
      names = "--margin",
      defaultValue = "0",
      paramLabel = "X",
      description =
          "Relative change of the perplexity that counts as none; 0.01 is 1 %%. Default:"
              + " ${DEFAULT-VALUE}")
  private double margin;

  @Option(
      names = "--force-corpora",
      description =
          "Compare reports although their held-out text or vocabulary differs; the comparison"
              + " labels them.")
  private boolean forceCorpora;

  @Option(
      names = "--fail-if-worse",
      description =
          "Return exit code 1 if a model is worse, and 2 if none could be compared; for schedulers."
              + " The comparison is written in any case.")
  private boolean failIfWorse;

  @Override
  Job job() {
    return new CompareConfig(root, rootReport, reports, models, baseline, margin, forceCorpora);
  }

  @Override
  int exitCode(Published published) {
    if (!failIfWorse) {
      return super.exitCode(published);
    }
    Verdict verdict = published.facts(Comparison.class).verdict();
    if (verdict == Verdict.NOT_COMPARED) {
      throw new BadInputException(
          "no model could be compared, see the table; pick the models with --model");
    }
    return verdict == Verdict.WORSE ? ExitCode.SOFTWARE : super.exitCode(published);
  }

  @Override
  String summary(Published published) {
    return ComparisonText.of(published.facts(Comparison.class))
        + "\ncomparison: "
        + published.path()
        + "/compare.html\n";
  }

  @Override
  Object json(Published published) {
    return published.manifest().facts();
  }
}
