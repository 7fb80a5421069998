package org.corpuslm.cli.options;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.training.Optimization;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.neural.training.TrainConfig.Decay;
import org.corpuslm.neural.training.TrainConfig.Schedule;
import picocli.CommandLine.Option;

/** Options of {@code train}: optimizer, learning rate and its decay. */
public final class OptimizerOptions {
  /** Learning rate of SGD in networks without gates, which diverge at a rate of 1. */
  private static final double PLAIN_RATE = 0.1;

  @Option(
      names = "--optimizer",
      paramLabel = "OPTIMIZER",
      description = "Optimizer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Optimizer optimizer = Optimizer.SGD;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Learning rate. Default: 1 for sgd (0.1 with --model rnn or window), 0.1 for momentum and"
              + " adagrad, 0.001 for the others. Gradients are summed over the steps of a minibatch"
              + " and averaged over its streams.")
  private Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "With --optimizer momentum (Nesterov): the momentum. Default: ${DEFAULT-VALUE}")
  private double momentum = 0.9;

  @Option(
      names = "--beta1",
      paramLabel = "X",
      description =
          "With adam, adamw and nadam: decay of the mean gradient. Default: ${DEFAULT-VALUE}")
  private double beta1 = 0.9;

  @Option(
      names = "--beta2",
      paramLabel = "X",
      description =
          "With adam, adamw, nadam (default 0.999) and rmsprop (default 0.9): decay of the mean"
              + " squared gradient.")
  private Double beta2;

  @Option(
      names = "--epsilon",
      paramLabel = "X",
      description =
          "Added to the root of the mean squared gradient, so that no division by 0 occurs."
              + " Default: ${DEFAULT-VALUE}")
  private double epsilon = 1e-8;

  @Option(
      names = "--l2",
      paramLabel = "X",
      description = "L2 penalty on weights and embeddings. Default: ${DEFAULT-VALUE}")
  private double l2 = 0;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description =
          "With --optimizer adamw: weight decay, decoupled from the gradient. Default:"
              + " ${DEFAULT-VALUE}")
  private double weightDecay = 0;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Maximum global norm of the gradient; 0 = no limit. Default: ${DEFAULT-VALUE}")
  private double clip = 5;

  @Option(
      names = "--decay-after",
      paramLabel = "E",
      description =
          "Reduce the learning rate (--decay) after this epoch and every later one; 0 = never."
              + " Default: ${DEFAULT-VALUE}")
  private int decayAfter = 0;

  @Option(
      names = "--decay-on-plateau",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Reduce the learning rate after every epoch once the valid perplexity no longer improves"
              + " (--min-improvement). On by default unless --decay-after is given.")
  private boolean decayOnPlateau = true;

  @Option(
      names = "--min-improvement",
      paramLabel = "X",
      description =
          "Smallest relative improvement of the valid perplexity that counts. Default:"
              + " ${DEFAULT-VALUE}")
  private double minImprovement = 0.003;

  @Option(
      names = "--decay",
      paramLabel = "X",
      description = "Factor by which the learning rate is reduced. Default: ${DEFAULT-VALUE}")
  private double decay = 0.5;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after this many epochs without a better valid perplexity; 0 = never. Default:"
              + " ${DEFAULT-VALUE}")
  private int patience = 3;

  /**
   * Returns the settings of the optimizer.
   *
   * @param model architecture that decides the default learning rate
   */
  public Optimization optimization(Architecture model) {
    boolean gated = model == Architecture.LSTM || model == Architecture.GRU;
    double usual = optimizer == Optimizer.SGD && !gated ? PLAIN_RATE : optimizer.usualRate();
    double secondDecay = optimizer == Optimizer.RMSPROP ? 0.9 : 0.999;
    return new Optimization(
        optimizer,
        learningRate == null ? usual : learningRate,
        momentum,
        beta1,
        beta2 == null ? secondDecay : beta2,
        epsilon,
        l2,
        weightDecay,
        clip);
  }

  /**
   * Returns the length of training, its checkpoints and the decay of the learning rate.
   *
   * @param maxHours limit in hours; 0 = no limit
   */
  public Schedule schedule(int epochs, double maxHours, int checkpointRounds) {
    boolean onPlateau = decayOnPlateau && decayAfter == 0;
    return new Schedule(
        epochs,
        maxHours,
        patience,
        checkpointRounds,
        new Decay(decayAfter, onPlateau, minImprovement, decay));
  }
}
