package org.corpuslm.neural.training;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.model.NeuralModelFormat;
import org.corpuslm.neural.network.Network;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The job of {@code train}: trains a network and publishes it with {@code epochs.jsonl}, one line
 * per epoch, and a page.
 *
 * @param resume whether to continue from the last checkpoint beside the output
 * @param page makes {@code training.html} from the path of the model and the course of the training
 */
public record TrainModel(
    TrainConfig config, boolean resume, BiFunction<String, TrainSummary, String> page)
    implements Job {
  private static final int FLOW_WORDS = 40_000;

  @Override
  public String kind() {
    return NeuralModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
    if (!config.start().from().isEmpty()) {
      inputs.add(Published.open(conf, config.start().from(), NeuralModel.KIND).asInput());
    }
    return inputs;
  }

  /** Trains; {@code overwrite} also replaces the checkpoints of an earlier run. */
  @Override
  public Published run(Cluster cluster, String output, boolean overwrite) {
    try (OutputDirectory target = reserve(cluster.hadoop(), output, overwrite)) {
      return run(cluster, target, output, overwrite);
    }
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    return run(cluster, target, target.path(), false);
  }

  private Published run(Cluster cluster, OutputDirectory target, String path, boolean overwrite) {
    Configuration conf = cluster.hadoop();
    Corpus corpus = Corpus.open(conf, config.corpus());
    Training training = new Training(cluster, config, path);
    Training.Outcome outcome = training.run(resume, overwrite);
    TrainSummary summary =
        new TrainSummary(
            outcome.bestEpoch(),
            outcome.ended(),
            outcome.config().batches().workers(),
            outcome.blasKernel(),
            outcome.words(),
            outcome.network().layerNames(),
            outcome.records(),
            config.maxLag() == 0 ? null : flow(conf, corpus, outcome));
    target.write("epochs.jsonl", lines(outcome.records()));
    target.write("training.html", page.apply(path, summary));
    Published published =
        NeuralModelFormat.write(
            conf,
            target,
            config,
            inputs(conf),
            new NeuralFacts(outcome.network(), corpus.text(), summary.asMap()),
            outcome.parameters(),
            corpus.directory());
    training.cleanUp();
    return published;
  }

  /** Also removes checkpoints that the run left beside its output. */
  @Override
  public void tidy(Cluster cluster, String output, Published published) {
    Job.super.tidy(cluster, output, published);
    if (Checkpoints.anyBeside(cluster.hadoop(), output)) {
      TrainSummary summary = TrainSummary.of(published.facts(NeuralFacts.class));
      new Training(cluster, config, output).cleanUpAfter(summary);
    }
  }

  /** Measures the reach of gradients, on held-out text if there is some. */
  private GradientNormByLag flow(Configuration conf, Corpus corpus, Training.Outcome outcome) {
    String split = corpus.files("valid").isEmpty() ? "train" : "valid";
    try {
      int[] text = TrainingText.first(conf, corpus, split, FLOW_WORDS);
      return GradientNormByLag.of(
          Network.of(outcome.network(), outcome.parameters()), text, config.maxLag());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code epochs.jsonl}: one JSON object per epoch. */
  private static String lines(List<EpochRecord> records) {
    StringBuilder lines = new StringBuilder();
    for (EpochRecord record : records) {
      try {
        lines
            .append(
                Json.MAPPER
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(record))
            .append('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines.toString();
  }
}
