package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.training.TrainConfig;
import org.corpuslm.neural.training.TrainModel;
import org.corpuslm.neural.training.TrainSummary;
import org.corpuslm.report.TrainingPage;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * {@code train}: encoded corpus to neural model.
 *
 * @param resume whether to go on from checkpoints
 */
public record TrainJob(TrainConfig config, boolean resume, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return NeuralModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return TrainModel.inputs(conf, config);
  }

  @Override
  public Published run(Cluster cluster, boolean overwrite) {
    try (OutputDirectory target = reserve(cluster.hadoop(), overwrite)) {
      return new TrainModel(cluster, config, output).run(target, resume, overwrite, this::page);
    }
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return new TrainModel(cluster, config, output).run(target, resume, false, this::page);
  }

  @Override
  public void tidy(Cluster cluster, Published published) {
    DirectoryJob.super.tidy(cluster, published);
    new TrainModel(cluster, config, output).tidy(published);
  }

  private String page(TrainSummary summary) {
    return TrainingPage.of(output, summary);
  }
}
