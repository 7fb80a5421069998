package org.corpuslm.cli.command;

import org.corpuslm.cli.arguments.Presets;
import org.corpuslm.cli.options.BlasOptions;
import org.corpuslm.cli.options.CourseOptions;
import org.corpuslm.cli.options.NetworkOptions;
import org.corpuslm.cli.options.OptimizerOptions;
import org.corpuslm.cli.output.Manual;
import org.corpuslm.cli.output.TrainingTable;
import org.corpuslm.neural.model.NeuralFacts;
import org.corpuslm.neural.training.TrainModel;
import org.corpuslm.report.TrainingPage;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Published;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code train}: options of {@link org.corpuslm.neural.training.TrainConfig}. */
@Command(
    name = "train",
    header = "Trains a neural model by parameter averaging over workers.",
    description =
        "Each worker trains on its own part of the text. After every K minibatches"
            + " (--averaging-frequency), parameters and optimizer state are replaced by their mean"
            + " over the workers. Parameters are byte-identical for the same settings, worker count"
            + " and BLAS kernel. The epoch with the best valid perplexity is published.",
    footer = {
      "corpuslm train --corpus corpus --output lstm --preset zaremba-small --workers 2",
      "corpuslm train --corpus corpus --output rnn --model rnn --hidden 200 --epochs 10 --resume"
    },
    sortOptions = false)
@Manual(
    files = {
      "training.html: curves of perplexity, gradient norms, clipping and worker drift",
      "epochs.jsonl: the same figures, one line per epoch",
      "OUTPUT.checkpoints/: checkpoints during the training, for --resume",
      "conf/presets/: zaremba-small, zaremba-medium, bengio-window, mikolov-rnn, char-rnn"
    },
    seeAlso = {"prepare", "perplexity", "mix"})
final class TrainCommand extends JobCommand {
  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "DIR",
      description = "A prepared corpus.")
  private String corpus;

  @Option(
      names = Presets.OPTION,
      paramLabel = "NAME|FILE",
      description =
          "Use the settings of a preset (see FILES) or of a file in HOCON that names options."
              + " Options on the command line override it.")
  @SuppressWarnings("UnusedVariable") // Presets has put its values before the other options
  private String preset;

  @ArgGroup(validate = false, heading = "%n  Network%n")
  private NetworkOptions network = new NetworkOptions();

  @ArgGroup(validate = false, heading = "%n  Optimization%n")
  private OptimizerOptions optimizer = new OptimizerOptions();

  @Mixin private BlasOptions blas = new BlasOptions();

  @ArgGroup(validate = false, heading = "%n  Training run%n")
  private CourseOptions course = new CourseOptions();

  @Override
  Job job() {
    return new TrainModel(
        course.config(corpus, network, optimizer, blas.kernel()),
        course.resume(),
        TrainingPage::of);
  }

  @Override
  String summary(Published published) {
    return TrainingTable.of(published.path(), published.facts(NeuralFacts.class));
  }
}
