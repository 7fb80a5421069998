package org.corpuslm.cli.options;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.corpuslm.neural.training.Optimization;
import org.corpuslm.neural.training.TrainConfig.Decay;
import org.corpuslm.neural.training.TrainConfig.Schedule;
import picocli.CommandLine.Option;

/** How a network learns. */
public final class OptimizerOptions {
  /** Of plain descent in networks without gates, which a rate of 1 throws off course. */
  private static final double PLAIN_RATE = 0.1;

  @Option(
      names = "--optimizer",
      paramLabel = "OPTIMIZER",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Optimizer optimizer = Optimizer.SGD;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Default: 1 for sgd (0.1 where the model is rnn or window), 0.1 for momentum and"
              + " adagrad, 0.001 for the others. Gradients are"
              + " sums over the steps and means over the columns of a minibatch.")
  private Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "With --optimizer momentum (Nesterov's). Default: ${DEFAULT-VALUE}")
  private double momentum = 0.9;

  @Option(
      names = "--beta1",
      paramLabel = "X",
      description =
          "Decay of the mean of gradients, with adam, adamw and nadam. Default: ${DEFAULT-VALUE}")
  private double beta1 = 0.9;

  @Option(
      names = "--beta2",
      paramLabel = "X",
      description =
          "Decay of the mean of their squares, with adam, adamw, nadam (default 0.999) and rmsprop"
              + " (default 0.9).")
  private Double beta2;

  @Option(
      names = "--epsilon",
      paramLabel = "X",
      description =
          "Added to the root of these squares, so that nothing is divided by 0. Default:"
              + " ${DEFAULT-VALUE}")
  private double epsilon = 1e-8;

  @Option(
      names = "--l2",
      paramLabel = "X",
      description = "L2 penalty on weights and embeddings. Default: ${DEFAULT-VALUE}")
  private double l2 = 0;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Decoupled from the gradient, with adamw. Default: ${DEFAULT-VALUE}")
  private double weightDecay = 0;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Largest global norm of a gradient; 0 = no limit. Default: ${DEFAULT-VALUE}")
  private double clip = 5;

  @Option(
      names = "--decay-after",
      paramLabel = "E",
      description =
          "The learning rate falls (--decay) after every epoch from this one on; 0 = never.")
  private int decayAfter = 0;

  @Option(
      names = "--decay-on-plateau",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "The learning rate falls after every epoch once the valid perplexity has stalled. On by"
              + " default, unless --decay-after is given.")
  private boolean decayOnPlateau = true;

  @Option(
      names = "--min-improvement",
      paramLabel = "X",
      description =
          "A smaller relative improvement of the valid perplexity is none. Default: ${DEFAULT-VALUE}")
  private double minImprovement = 0.003;

  @Option(
      names = "--decay",
      paramLabel = "X",
      description = "Factor by which the learning rate falls. Default: ${DEFAULT-VALUE}")
  private double decay = 0.5;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after so many epochs without a better valid perplexity; 0 = never. Default:"
              + " ${DEFAULT-VALUE}")
  private int patience = 3;

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
   * Returns the course of a run.
   *
   * @param maxHours 0 = no limit
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
