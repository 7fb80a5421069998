package org.corpuslm.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.LabelSpec;
import org.corpuslm.evaluate.stats.Bootstrap;
import org.corpuslm.labeled.EvaluateLabels;
import org.corpuslm.labeled.LabelEvaluation;
import org.corpuslm.labeled.LabelEvaluationConfig;
import org.corpuslm.labeled.SavedLabeler;
import org.corpuslm.labeled.score.LabelStats;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The job of {@code evaluate}: labels a held-out split with models and writes {@code report.json},
 * {@code report.html}, and the tables {@code labels} and {@code confusion} as CSV and Parquet.
 *
 * @param config what to evaluate
 */
public record LabelReport(LabelEvaluationConfig config) implements Job {
  /** The kind of its directory in the manifest. */
  public static final String KIND = "label-report";

  /**
   * The content of {@code report.json}.
   *
   * @param task tag or classify
   * @param replicates replicates of the bootstrap
   */
  public record Content(
      String corpus,
      String split,
      String task,
      int labels,
      int replicates,
      List<Model> models,
      List<Comparison> comparisons) {}

  /**
   * One model. Shares lie in [0, 1]; those of unknown words and of spans are absent where there are
   * none. Intervals are those of 95%, by bootstrap over sentences.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(
      String path,
      String name,
      double accuracy,
      double[] accuracy95,
      Long unknownWords,
      Double unknownAccuracy,
      double sentenceAccuracy,
      double macroF1,
      Spans spans,
      long total,
      long sentences) {}

  /** Spans as conlleval counts them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Spans(
      long gold, Double precision, Double recall, double f1, double[] f1Interval95) {}

  /**
   * Two models, by their paths.
   *
   * @param accuracy accuracy of a minus accuracy of b
   * @param accuracy95 its 95% interval
   * @param pValue two-sided, by paired bootstrap over sentences
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Comparison(
      String a, String b, double accuracy, double[] accuracy95, Double pValue) {}

  /** Returns the figures of an evaluation. */
  public static Content content(LabelEvaluation evaluation) {
    List<Model> models = new ArrayList<>();
    evaluation.models().forEach(m -> models.add(model(evaluation, m)));
    List<Comparison> comparisons = new ArrayList<>();
    for (LabelEvaluation.Comparison c : evaluation.comparisons()) {
      Bootstrap.Difference d = c.difference();
      comparisons.add(
          new Comparison(
              models.get(c.a()).path(),
              models.get(c.b()).path(),
              c.accuracy(),
              d == null ? null : new double[] {d.low(), d.high()},
              d == null ? null : d.pValue()));
    }
    return new Content(
        evaluation.corpus(),
        evaluation.split(),
        LabelSpec.option(evaluation.task()),
        evaluation.labels().size(),
        evaluation.replicates(),
        models,
        comparisons);
  }

  private static Model model(LabelEvaluation evaluation, LabelEvaluation.ModelResult result) {
    LabelStats stats = result.stats();
    boolean tags = evaluation.task() == LabelSpec.Task.TAG;
    Spans spans =
        evaluation.spans()
            ? new Spans(
                stats.goldSpans(),
                orNull(stats.spanPrecision()),
                orNull(stats.spanRecall()),
                stats.spanF1(),
                result.spanF95())
            : null;
    return new Model(
        result.path(),
        result.name(),
        stats.accuracy(),
        result.accuracy95(),
        tags ? stats.unknown() : null,
        tags ? orNull(stats.unknownAccuracy()) : null,
        stats.sentenceAccuracy(),
        stats.macroF1(),
        spans,
        stats.labels(),
        stats.sentences());
  }

  private static Double orNull(double share) {
    return Double.isNaN(share) ? null : share;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
    config.models().forEach(m -> inputs.add(Published.open(conf, m, SavedLabeler.KIND).asInput()));
    return inputs;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    LabelEvaluation evaluation = new EvaluateLabels(cluster, config).run();
    Content content = content(evaluation);
    target.write("report.json", Json.write(content));
    target.write("report.html", LabelReportPage.of(evaluation, content));
    tables(evaluation).forEach(table -> table.write(target));
    return target.publish(KIND, config, evaluation.inputs(), content);
  }

  private static List<Table> tables(LabelEvaluation evaluation) {
    Table labels =
        new Table("labels")
            .text("model", "label")
            .whole("gold", "predicted", "right")
            .number("precision", "recall", "f1");
    Table confusion = new Table("confusion").text("model", "gold", "predicted").whole("count");
    for (LabelEvaluation.ModelResult model : evaluation.models()) {
      for (LabelStats.Label l : model.stats().byLabel()) {
        labels.row(
            model.path(),
            evaluation.label(l.id()),
            l.gold(),
            l.predicted(),
            l.right(),
            l.precision(),
            l.recall(),
            l.f1());
      }
      for (LabelStats.Cell cell : model.stats().confusion()) {
        confusion.row(
            model.path(),
            evaluation.label(cell.gold()),
            evaluation.label(cell.predicted()),
            cell.count());
      }
    }
    return List.of(labels, confusion);
  }
}
