package org.corpuslm.neural.training;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.neural.data.TrainingText;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.model.NeuralModel;
import org.corpuslm.neural.model.NeuralModelFormat;
import org.corpuslm.neural.network.Network;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * Trains a network and publishes it with {@code epochs.jsonl}, a line for every epoch, and a page.
 */
public final class TrainModel {
  private static final int FLOW_WORDS = 40_000;

  private final Cluster cluster;
  private final TrainConfig config;
  private final String path;

  /**
   * Prepares a run.
   *
   * @param path of the output, for the checkpoints beside it
   */
  public TrainModel(Cluster cluster, TrainConfig config, String path) {
    this.cluster = cluster;
    this.config = config;
    this.path = path;
  }

  /** What a network is made from. */
  public static List<Manifest.Input> inputs(Configuration conf, TrainConfig config) {
    List<Manifest.Input> inputs = new ArrayList<>();
    inputs.add(Published.open(conf, config.corpus(), Corpus.KIND).asInput());
    if (!config.start().isEmpty()) {
      inputs.add(Published.open(conf, config.start(), NeuralModel.KIND).asInput());
    }
    return inputs;
  }

  /**
   * Trains into {@code output} and publishes it.
   *
   * @param page makes {@code training.html} of what is known
   */
  public Published run(
      OutputDirectory output,
      boolean resume,
      boolean overwrite,
      Function<TrainSummary, String> page) {
    Corpus corpus = Corpus.open(cluster.hadoop(), config.corpus());
    Training training = new Training(cluster, config, path);
    Training.Outcome outcome = training.run(resume, overwrite);
    TrainSummary summary =
        new TrainSummary(
            outcome.bestEpoch(),
            outcome.ended(),
            outcome.config().workers(),
            outcome.blasKernel(),
            outcome.words(),
            outcome.network().layerNames(),
            outcome.records(),
            config.flowSteps() == 0 ? null : flow(corpus, outcome));
    output.write("epochs.jsonl", lines(outcome.records()));
    output.write("training.html", page.apply(summary));
    Published published =
        NeuralModelFormat.write(
            cluster.hadoop(),
            output,
            config,
            inputs(cluster.hadoop(), config),
            new NeuralFacts(outcome.network(), corpus.config(), summary.asMap()),
            outcome.parameters(),
            corpus.directory());
    training.cleanUp();
    return published;
  }

  /** Removes the checkpoints of the run that made {@code published}, should any be left. */
  public void tidy(Published published) {
    if (Checkpoints.anyBeside(cluster.hadoop(), path)) {
      TrainSummary summary = TrainSummary.of(published.facts(NeuralFacts.class));
      new Training(cluster, config, path).cleanUpAfter(summary);
    }
  }

  /** On held-out text if there is some. */
  private GradientNormByLag flow(Corpus corpus, Training.Outcome outcome) {
    String split = corpus.files("valid").isEmpty() ? "train" : "valid";
    try {
      int[] text = TrainingText.first(cluster.hadoop(), corpus, split, FLOW_WORDS);
      return GradientNormByLag.of(
          Network.of(outcome.network(), outcome.parameters()), text, config.flowSteps());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
