package org.corpuslm.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.evaluate.Evaluate;
import org.corpuslm.evaluate.EvaluateConfig;
import org.corpuslm.evaluate.Evaluation;
import org.corpuslm.model.Models;
import org.corpuslm.report.PerplexityReport;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code perplexity}: models and held-out text to a report. */
public record PerplexityJob(EvaluateConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return PerplexityReport.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    for (String model : config.models()) {
      inputs.add(Models.directory(conf, model).asInput());
    }
    if (!config.corpus().isEmpty()) {
      inputs.add(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
    } else {
      inputs.addAll(Evaluate.textInputs(conf, config));
    }
    return inputs;
  }

  /** Also the directories and globs that the text was found with. */
  @Override
  public List<String> reads(Configuration conf) {
    List<String> reads = new ArrayList<>(DirectoryJob.super.reads(conf));
    reads.addAll(config.text());
    return reads;
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Evaluation evaluation = new Evaluate(cluster, config).run(target.staging());
    target.acceptAll(evaluation.files());
    PerplexityReport.write(cluster.hadoop(), target, config, evaluation);
    return target.publish(
        PerplexityReport.KIND, config, evaluation.inputs(), PerplexityReport.content(evaluation));
  }
}
