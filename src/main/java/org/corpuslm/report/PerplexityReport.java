package org.corpuslm.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.TextSize;
import org.corpuslm.evaluate.Evaluate;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.evaluate.stats.PerplexityStats;
import org.corpuslm.model.saved.Models;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableWriter;

/**
 * The job of {@code perplexity}: evaluates models and writes {@code report.json}, {@code
 * lm-eval.json}, {@code report.html}, {@code partitions.parquet}, and every table as CSV and
 * Parquet in {@code tables/}.
 *
 * @param config what to evaluate
 */
public record PerplexityReport(EvaluateConfig config) implements Job {
  /** The kind of the directory in its manifest. */
  public static final String KIND = "report";

  static final String JSON = "report.json";
  static final String PARTITIONS = "partitions.parquet";

  /** The content of {@code report.json}; its fields are a contract. */
  public record Content(
      String corpus,
      String split,
      int vocabularySize,
      List<Model> models,
      List<Comparison> comparisons) {}

  /**
   * One model. If its values are scores, all figures that require probabilities are null, and
   * {@code score} has exp(−mean ln s), which cannot be compared with other models. A figure over no
   * tokens is null, too: empty lines have no tokens but {@code </s>}. {@code state} says where the
   * state of a model is carried; models without state have none. {@code seconds} is the time that
   * all tasks together spent on scoring, and {@code tokensPerSecond} the resulting speed of one
   * task slot. {@code loadSeconds} is the time that all executors together spent on loading the
   * model. {@code approximation} describes its quantization; exact models have none. {@code text}
   * is the size of the lines that the sentences come from; it is absent, and the figures that
   * depend on it are null, if the corpus was made by a build that did not record it.
   */
  public record Model(
      String path,
      String kind,
      String name,
      Double perplexity,
      Double perplexityExcludingOov,
      Double perplexityExcludingEos,
      Double crossEntropyNats,
      Double bitsPerToken,
      Double bitsPerByte,
      Double bitsPerCharacter,
      Double wordPerplexity,
      long tokens,
      long oov,
      long zeroProbability,
      long sentences,
      int partitions,
      double seconds,
      double tokensPerSecond,
      double loadSeconds,
      double[] confidence95,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double score,
      @JsonInclude(JsonInclude.Include.NON_NULL) String state,
      @JsonInclude(JsonInclude.Include.NON_NULL) String approximation,
      @JsonInclude(JsonInclude.Include.NON_NULL) TextSize text) {}

  /**
   * Two models, by their paths.
   *
   * @param logRatio ln(perplexity of a / perplexity of b): below 0, a is better; null if both are
   *     infinite
   * @param pValue paired two-sided t-test over sentences; null where it has no meaning
   */
  public record Comparison(String a, String b, Double logRatio, Double pValue) {}

  /** Returns the content of {@code report.json} for an evaluation. */
  public static Content content(Evaluation evaluation) {
    List<Model> models = new ArrayList<>();
    for (Evaluation.ModelResult result : evaluation.models()) {
      models.add(model(result));
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (Evaluation.Comparison c : evaluation.comparisons()) {
      comparisons.add(
          new Comparison(
              models.get(c.a()).path(),
              models.get(c.b()).path(),
              orNull(c.stats().logRatio()),
              orNull(c.stats().pValue())));
    }
    return new Content(
        evaluation.source(), evaluation.split(), evaluation.vocabularySize(), models, comparisons);
  }

  private static Model model(Evaluation.ModelResult result) {
    PerplexityStats t = result.total();
    boolean p = result.normalized();
    return new Model(
        result.path(),
        result.kind(),
        result.name(),
        p ? t.perplexity() : null,
        p ? t.perplexityExcludingOov() : null,
        p ? orNull(t.perplexityExcludingEos()) : null,
        p ? t.crossEntropy() : null,
        p ? t.crossEntropy() / Math.log(2) : null,
        p ? orNull(t.bitsPerByte()) : null,
        p ? orNull(t.bitsPerCharacter()) : null,
        p ? orNull(t.wordPerplexity()) : null,
        t.tokens(),
        t.oov(),
        t.zeroProbability(),
        t.sentences(),
        result.partitions().size(),
        t.seconds(),
        t.tokens() / Math.max(1e-9, t.seconds()),
        t.loadSeconds(),
        result.confidence95(),
        p ? null : t.perplexity(),
        result.state(),
        result.approximation(),
        t.size().bytes() == 0 ? null : t.size());
  }

  /** Returns a figure; null if it is not defined, such as the mean over no tokens. */
  private static Double orNull(double figure) {
    return Double.isNaN(figure) ? null : figure;
  }

  /**
   * Writes everything but the details into an output directory.
   *
   * @param config the configuration of the evaluation
   */
  public static void write(
      Configuration conf, OutputDirectory output, EvaluateConfig config, Evaluation evaluation) {
    Lineage lineage = Lineage.of(conf, config.models());
    Content content = content(evaluation);
    output.write(JSON, Json.write(content));
    if (content.models().stream().anyMatch(model -> model.bitsPerByte() != null)) {
      output.write(LmEval.FILE, LmEval.json(content, EvaluationTables.labels(evaluation)));
    }
    output.write(
        "report.html", ReportPage.of(evaluation, new Provenance(config, output.path(), lineage)));
    writePartitions(output, evaluation);
    EvaluationTables.of(evaluation).forEach(table -> table.write(output));
    LineageTables.of(lineage).forEach(table -> table.write(output));
  }

  static Columns partitionColumns() {
    return new Columns()
        .int32("model")
        .text("name")
        .int32("partition")
        .text("file")
        .int64("sentences")
        .int64("tokens")
        .int64("oov")
        .int64("zeroProbability")
        .float64("crossEntropyNats");
  }

  private static void writePartitions(OutputDirectory output, Evaluation evaluation) {
    try (TableWriter table =
        new TableWriter(output.driverTask(), output.staging(), PARTITIONS, partitionColumns())) {
      for (int m = 0; m < evaluation.models().size(); m++) {
        Evaluation.ModelResult model = evaluation.models().get(m);
        for (int p = 0; p < model.partitions().size(); p++) {
          PerplexityStats stats = model.partitions().get(p);
          table.put(0, m);
          table.put(1, utf8(model.name()));
          table.put(2, p);
          table.put(3, utf8(evaluation.partitions().get(p)));
          table.put(4, stats.sentences());
          table.put(5, stats.tokens());
          table.put(6, stats.oov());
          table.put(7, stats.zeroProbability());
          table.put(8, stats.crossEntropy());
          table.endRow();
        }
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    config.models().forEach(m -> inputs.add(Models.asInput(conf, m)));
    if (config.text().corpus().isEmpty()) {
      inputs.addAll(config.text().fileInputs(conf));
    } else {
      inputs.add(Published.open(conf, config.text().corpus(), Corpus.KIND).asInput());
    }
    return inputs;
  }

  /** Returns the inputs, and the directories and patterns that named the text. */
  @Override
  public List<String> reads(Configuration conf, String output) {
    List<String> reads = new ArrayList<>(Job.super.reads(conf, output));
    reads.addAll(config.text().files());
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Evaluation evaluation = new Evaluate(cluster, config).run(target.staging());
    target.acceptAll(evaluation.files());
    write(cluster.hadoop(), target, config, evaluation);
    return target.publish(KIND, config, evaluation.inputs(), content(evaluation));
  }
}
