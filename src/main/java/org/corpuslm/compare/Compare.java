package org.corpuslm.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.compare.Comparison.Figure;
import org.corpuslm.compare.Comparison.Judgement;
import org.corpuslm.compare.Comparison.Row;
import org.corpuslm.compare.Comparison.Verdict;
import org.corpuslm.evaluate.detail.PairedDetails;
import org.corpuslm.evaluate.stats.PairedStats;
import org.corpuslm.release.Release;
import org.corpuslm.release.Releases;
import org.corpuslm.report.PerplexityReport.Model;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** Compares perplexity reports and judges the last one against an earlier one. */
public final class Compare {
  /** The kind of the directory in its manifest. */
  public static final String KIND = "comparison";

  private final Configuration conf;
  private final CompareConfig config;
  private final List<LoadedReport> reports;

  /**
   * Opens all reports.
   *
   * @throws BadInputException if one of them is not a report, or if there are fewer than two
   */
  public Compare(Configuration conf, CompareConfig config) {
    this.conf = conf;
    this.config = config;
    this.reports = open(conf, config);
  }

  private static List<LoadedReport> open(Configuration conf, CompareConfig config) {
    List<LoadedReport> reports = new ArrayList<>();
    if (!config.root().isEmpty()) {
      for (Release version : Releases.open(conf, config.root()).all()) {
        String path = new Path(version.path(), config.rootReport()).toString();
        reports.add(LoadedReport.open(conf, path, version));
      }
    }
    config.reports().forEach(path -> reports.add(LoadedReport.open(conf, path, null)));
    if (reports.size() < 2) {
      throw new BadInputException(
          "%s has %d versions so far: to compare, two reports are needed; add one with --report"
              .formatted(config.root(), reports.size()));
    }
    Set<String> paths = new HashSet<>();
    for (LoadedReport report : reports) {
      if (!paths.add(report.directory().path())) {
        throw new BadInputException(report.directory().path() + " is given twice");
      }
    }
    return reports;
  }

  /** Returns the reports with their fingerprints, for lineage. */
  public List<Manifest.Input> inputs() {
    return reports.stream().map(r -> r.directory().asInput()).toList();
  }

  /**
   * Compares the reports, and publishes {@code compare.json} and {@code compare.html}.
   *
   * @throws BadInputException if the reports are about different text, unless that is forced
   */
  public Published publish(OutputDirectory target) {
    Comparison comparison = run();
    target.write("compare.json", Json.write(comparison));
    target.write("compare.html", ComparisonPage.of(comparison));
    return target.publish(KIND, config, inputs(), comparison);
  }

  /**
   * Compares the reports.
   *
   * @throws BadInputException if the reports are about different text, unless that is forced
   */
  Comparison run() {
    List<Comparison.Report> facts = facts();
    int baseline = baseline();
    boolean sameText = facts.get(baseline).difference().isEmpty();
    List<ModelRow> rows =
        config.models().isEmpty()
            ? ModelRow.all(reports)
            : ModelRow.picked(reports, config.models());
    List<Row> models = rows.stream().map(row -> row(row, baseline, sameText)).toList();
    return new Comparison(
        facts, baseline, config.margin(), sameText, models, Verdict.overall(models));
  }

  private LoadedReport last() {
    return reports.get(reports.size() - 1);
  }

  private int baseline() {
    if (config.baseline() == CompareConfig.Baseline.FIRST) {
      return 0;
    }
    for (int r = reports.size() - 2; r >= 0; r--) {
      if (reports.get(r).holds()) {
        return r;
      }
    }
    return reports.size() - 2;
  }

  @SuppressWarnings("ReferenceEquality") // that very report
  private List<Comparison.Report> facts() {
    SameText text = new SameText(conf);
    List<String> labels = labels();
    List<Comparison.Report> facts = new ArrayList<>();
    for (LoadedReport report : reports) {
      String path = report.directory().path();
      String difference = report == last() ? "" : text.difference(report, last());
      if (!difference.isEmpty() && !config.forceCorpora()) {
        throw new BadInputException(
            ("%s does not compare: %s. Evaluate both on the same text, or pass --force-corpora to"
                    + " get figures that are labeled so")
                .formatted(path, difference));
      }
      facts.add(
          new Comparison.Report(
              labels.get(facts.size()),
              path,
              report.created(),
              report.state(),
              report.content().corpus(),
              report.content().split(),
              report.content().vocabularySize(),
              difference));
    }
    return facts;
  }

  /**
   * Returns the ids of versions; for other reports, the shortest ends of their paths that
   * distinguish all of them.
   */
  private List<String> labels() {
    for (int parts = 1; ; parts++) {
      List<String> labels = new ArrayList<>();
      for (LoadedReport report : reports) {
        labels.add(
            report.release() != null ? report.release().id() : end(report.directory(), parts));
      }
      if (labels.stream().distinct().count() == labels.size()) {
        return labels;
      }
    }
  }

  private static String end(Published directory, int parts) {
    Path path = new Path(directory.path());
    String end = path.getName();
    for (int i = 1; i < parts; i++) {
      path = path.getParent();
      if (path == null || path.isRoot()) {
        return directory.path();
      }
      end = path.getName() + "/" + end;
    }
    return end;
  }

  @SuppressWarnings("ReferenceEquality") // that very model
  private Row row(ModelRow row, int baseline, boolean sameText) {
    int last = reports.size() - 1;
    Model before = row.models()[baseline];
    Model now = row.models()[last];
    List<Figure> figures = new ArrayList<>();
    for (Model model : row.models()) {
      figures.add(model == null ? null : figure(model, model == before ? null : before));
    }
    Model named = row.last();
    return new Row(
        named.name(), named.kind(), figures, judge(figures, before, now, baseline, sameText));
  }

  private Judgement judge(
      List<Figure> figures, Model before, Model now, int baseline, boolean sameText) {
    Figure old = figures.get(baseline);
    Figure fresh = figures.get(figures.size() - 1);
    if (old != null && fresh != null && sameText) {
      if (before.tokens() != now.tokens() || before.oov() != now.oov()) {
        return RegressionTest.notCompared(
            "it predicts other words: %,d tokens with %,d OOV, before %,d with %,d"
                .formatted(now.tokens(), now.oov(), before.tokens(), before.oov()));
      }
      return new RegressionTest(config.margin()).on(old, fresh, pairs(before, now, baseline));
    }
    return new RegressionTest(config.margin()).on(old, fresh, null);
  }

  /**
   * Pairs the sentences of both reports; null if one has no details, or if they are not about the
   * same sentences.
   */
  private PairedStats pairs(Model before, Model now, int baseline) {
    LoadedReport a = reports.get(baseline);
    if (!a.hasDetails() || !last().hasDetails()) {
      return null;
    }
    return PairedDetails.of(
        conf,
        a.directory(),
        a.content().models().indexOf(before),
        last().directory(),
        last().content().models().indexOf(now));
  }

  private static Figure figure(Model model, Model before) {
    Double change =
        before != null && isFinite(before.perplexity()) && isFinite(model.perplexity())
            ? (Double) (model.perplexity() / before.perplexity() - 1)
            : null;
    return new Figure(
        model.name(),
        model.path(),
        model.perplexity(),
        model.confidence95(),
        model.score(),
        model.tokens(),
        model.oov(),
        change);
  }

  private static boolean isFinite(Double value) {
    return value != null && Double.isFinite(value);
  }
}
