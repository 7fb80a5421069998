package org.corpuslm.cli.options;

import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.training.OuterOptimizer;
import org.corpuslm.neural.training.RoundMean;
import org.corpuslm.neural.training.TrainConfig;
import org.corpuslm.runtime.BadInputException;
import picocli.CommandLine.Option;

/** Options of {@code train}: workers, batches, averaging, length, checkpoints and start. */
public final class CourseOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Number of data-parallel workers. Default: the number of task slots in Spark's"
              + " configuration. If the configuration does not fix that number (standalone without"
              + " spark.cores.max, dynamic allocation without a maximum), this option is required.")
  private Integer workers;

  @Option(
      names = "--batch",
      paramLabel = "auto|B",
      description =
          "Streams of text per worker, processed side by side; auto = 20 divided by the number of"
              + " workers, at least 4. Default: ${DEFAULT-VALUE}")
  private String batch = "auto";

  @Option(
      names = "--bptt",
      paramLabel = "T",
      description =
          "Words per segment of truncated backpropagation through time. Default: ${DEFAULT-VALUE}")
  private int bptt = 20;

  @Option(
      names = "--averaging-frequency",
      paramLabel = "auto|K",
      description =
          "Minibatches of a worker between two averages; auto = by the estimated cost of averaging."
              + " Default: ${DEFAULT-VALUE}")
  private String averagingFrequency = "auto";

  @Option(
      names = "--outer",
      paramLabel = "METHOD",
      description =
          "What becomes of the mean of the workers: ${COMPLETION-CANDIDATES}. average takes it as it"
              + " is; block-momentum and block-nesterov (Chen and Huo 2016), nesterov (Douillard et"
              + " al. 2023) and slowmo (Wang et al. 2020) take the change of a round as a gradient,"
              + " with momentum from round to round. Default: ${DEFAULT-VALUE}")
  private OuterOptimizer.Method outer = OuterOptimizer.Method.AVERAGE;

  @Option(
      names = "--outer-momentum",
      paramLabel = "MU",
      description =
          "Momentum of --outer, from 0 to below 1. Default: that of the paper; for block-momentum and"
              + " block-nesterov 1 - 1/N with N workers.")
  private Double outerMomentum;

  @Option(
      names = "--outer-rate",
      paramLabel = "ETA",
      description = "Step size of --outer, above 0. Default: that of the paper.")
  private Double outerRate;

  @Option(
      names = "--average-rounds",
      paramLabel = "auto|off|K",
      description =
          "Publish the mean of the parameters over rounds: auto = from the first valid perplexity on"
              + " that is worse than the best of all but the last 5 epochs (NT-ASGD, Merity et al."
              + " 2018); K = over the last K rounds of each epoch. Default: ${DEFAULT-VALUE}")
  private String averageRounds = "off";

  @Option(
      names = "--training-master",
      paramLabel = "MASTER",
      description =
          "Implementation of averaging: ${COMPLETION-CANDIDATES}. dl4j is Deeplearning4j's, for"
              + " comparison: it weights all workers equally, resets the recurrent state at every"
              + " average, and supports neither --clip, --l2, --tied, dropout, adamw nor nadam."
              + " Default: ${DEFAULT-VALUE}")
  private TrainConfig.Master master = TrainConfig.Master.CORPUSLM;

  @Option(
      names = "--kernels",
      paramLabel = "KERNELS",
      description =
          "Implementation of layers: ${COMPLETION-CANDIDATES}. fused are corpuslm's; dl4j are"
              + " Deeplearning4j's, for plain lstm and rnn only, and several times slower on CPUs."
              + " auto = fused on CPUs, else dl4j (untested). Default: ${DEFAULT-VALUE}")
  private Kernels kernels = Kernels.AUTO;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Maximum number of passes over the text. Default: ${DEFAULT-VALUE}")
  private int epochs = 6;

  @Option(
      names = "--max-hours",
      paramLabel = "X",
      description =
          "End the training with the first round after this wall time; 0 = no limit. Default:"
              + " ${DEFAULT-VALUE}")
  private double maxHours = 0;

  @Option(
      names = "--checkpoint-rounds",
      paramLabel = "R",
      description = "Rounds between two checkpoints within an epoch. Default: ${DEFAULT-VALUE}")
  private int checkpointRounds = 50;

  @Option(
      names = "--resume",
      description =
          "Continue from the last complete checkpoint of the same settings, or from the beginning"
              + " if there is none. The result is byte-identical to that of an uninterrupted run.")
  private boolean resume;

  @Option(
      names = "--init-from",
      paramLabel = "DIR",
      description =
          "Begin with the parameters of this network, which must have the same shape and"
              + " vocabulary. The optimizer state begins at zero. Default: new parameters.")
  private String initFrom = "";

  @Option(
      names = "--init-fresh",
      description = "Begin with new parameters even if --init-from is given; for job files.")
  private boolean initFresh;

  @Option(
      names = "--gradient-flow",
      paramLabel = "K",
      description =
          "After the training, measure how far back gradients reach in a recurrent model: the mean"
              + " norm of d(loss at t)/d(hidden state at t-k), for k = 0 to K. 0 = do not measure."
              + " Default: ${DEFAULT-VALUE}")
  private int maxLag = 0;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  /** Returns whether to continue from the last checkpoint. */
  public boolean resume() {
    return resume;
  }

  /**
   * Returns the complete configuration of a training run.
   *
   * @throws BadInputException if a value is wrong
   */
  public TrainConfig config(
      String corpus, NetworkOptions network, OptimizerOptions optimizer, String blasKernel) {
    if (workers != null && workers < 1) {
      throw new BadInputException("--workers is " + workers + "; it must be at least 1");
    }
    NetworkConfig shape = network.network();
    return new TrainConfig(
        corpus,
        shape,
        new TrainConfig.Start(network.initialization(seed), initFresh ? "" : initFrom),
        optimizer.optimization(shape.architecture()),
        optimizer.schedule(epochs, maxHours, checkpointRounds),
        new TrainConfig.Batches(workers == null ? 0 : workers, number("--batch", batch), bptt),
        new TrainConfig.Averaging(
            master,
            number("--averaging-frequency", averagingFrequency),
            new OuterOptimizer(outer, outerMomentum, outerRate),
            RoundMean.of(averageRounds)),
        new TrainConfig.Compute(kernels, blasKernel),
        maxLag,
        seed);
  }

  /** Returns a number of at least 1; 0 for {@code auto}. */
  private static int number(String option, String text) {
    if (text.equals("auto")) {
      return 0;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new BadInputException(
        "%s is %s; give auto or a number of at least 1".formatted(option, text));
  }
}
