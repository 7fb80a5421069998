package org.corpuslm.cli.command;

import java.util.List;
import org.corpuslm.cli.output.ComparisonText;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.compare.CompareConfig;
import org.corpuslm.compare.Comparison.Verdict;
import org.corpuslm.compare.Comparison;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
    name = "compare",
    header = "Perplexity reports side by side: is the last one better or worse?",
    description = {
      "Writes compare.json and compare.html: a line for every model in every report, a curve over"
          + " time, and a verdict on the last report against the baseline. Figures compare only on"
          + " the same held-out text and over vocabularies of the same size; others are refused, or"
          + " labeled with --force-corpora.",
      "",
      "Models of two reports are the same one if their kind, their name and the last part of their"
          + " path are the same; else if kind and name are; else if kind and last part of the path"
          + " are. --model picks what this does not match.",
      "",
      "A model is better or worse if its perplexity differs by more than --margin, and by more than"
          + " chance: a paired test over the sentences where both reports were made with --details"
          + " (p below 0.05), else 95%% intervals that do not overlap, which see only large"
          + " differences. Scores are shown, but never judged."
    },
    footer = {
      "corpuslm compare --report last-night --report tonight --output comparison",
      "corpuslm compare --root models --output history --overwrite --margin 0.01 --fail-if-worse"
    },
    exitCodeList = {
      "0:Done, whatever the verdict; with --fail-if-worse: no model is worse.",
      "1:A failure; with --fail-if-worse: a model is worse.",
      "2:Wrong usage or bad input; with --fail-if-worse: no model could be compared."
    },
    sortOptions = false)
@Manual(
    files = {
      "compare.json, compare.html: the comparison, for programs and for people",
      "ROOT/versions/ID/release.json: what run wrote of each version"
    },
    seeAlso = {"perplexity", "run", "rollback"})
final class CompareCommand extends JobCommand {
  @Option(
      names = "--report",
      arity = "1..*",
      paramLabel = "DIR",
      description = "Reports of perplexity, in order; the last one is judged.")
  private List<String> reports = List.of();

  @Option(
      names = "--root",
      defaultValue = "",
      paramLabel = "DIR",
      description =
          "The reports of all versions that run has made here (release.root of a job file), oldest"
              + " first; before those of --report.")
  private String root;

  @Option(
      names = "--root-report",
      defaultValue = "report",
      paramLabel = "NAME",
      description =
          "The report of each version: release.report of the job file. Default: ${DEFAULT-VALUE}")
  private String rootReport;

  @Option(
      names = "--model",
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "Only these models, by name, path or the last part of it; NAME=OTHER where reports name"
              + " one model differently.")
  private List<String> models = List.of();

  @Option(
      names = "--baseline",
      defaultValue = "previous",
      paramLabel = "previous|first",
      description =
          "What the last report is judged against: the one before (of versions: the last published"
              + " one before), or the first one. Default: ${DEFAULT-VALUE}")
  private CompareConfig.Baseline baseline;

  @Option(
      names = "--margin",
      defaultValue = "0",
      paramLabel = "X",
      description =
          "Changes of the perplexity up to this share count as none; 0.01 is 1 %%. Default:"
              + " ${DEFAULT-VALUE}")
  private double margin;

  @Option(
      names = "--force-corpora",
      description = "Compare although held-out text or vocabulary differ; labeled.")
  private boolean forceCorpora;

  @Option(
      names = "--fail-if-worse",
      description =
          "Exit code 1 if a model is worse; 2 if none could be compared. For schedulers; the"
              + " comparison is written in either case.")
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
