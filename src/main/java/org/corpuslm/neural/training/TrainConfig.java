package org.corpuslm.neural.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Locale;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.runtime.BadInputException;

/**
 * The resolved configuration of one training run, as the manifest of its network records it.
 *
 * @param corpus path of an encoded corpus
 * @param network the network without its vocabulary, which is that of the corpus
 * @param maxLag K, the largest lag at which gradient norms are measured at the end; 0 = none
 * @param seed seed of the dropout masks
 */
public record TrainConfig(
    String corpus,
    NetworkConfig network,
    Start start,
    Optimization optimization,
    Schedule schedule,
    Batches batches,
    Averaging averaging,
    Compute compute,
    int maxLag,
    long seed)
    implements Serializable {

  /**
   * Checks the options against each other.
   *
   * @throws BadInputException if they do not fit together; it names the option
   */
  public TrainConfig {
    if (maxLag < 0 || (maxLag > 0 && network.architecture() == Architecture.WINDOW)) {
      throw new BadInputException(
          "--gradient-flow is %d; it must be at least 1, and the model recurrent"
              .formatted(maxLag));
    }
    if (averaging.master == Master.DL4J) {
      checkMaster(network, optimization, compute.kernels);
    }
  }

  /**
   * The parameters that training begins with.
   *
   * @param initialization initialization of new parameters
   * @param from path of a saved network that training continues from; empty = new parameters
   */
  public record Start(
      Initialization initialization, @JsonInclude(JsonInclude.Include.NON_EMPTY) String from)
      implements Serializable {}

  /**
   * The course of a run: when it ends, when it is saved, when its learning rate falls.
   *
   * @param epochs maximum number of passes over the text
   * @param maxHours hours of wall time after which training ends with the round; 0 = no limit
   * @param patience epochs without a better valid perplexity that end training; 0 = no limit
   * @param checkpointRounds rounds between two checkpoints within an epoch
   */
  public record Schedule(
      int epochs, double maxHours, int patience, int checkpointRounds, Decay decay)
      implements Serializable {
    public Schedule {
      atLeast(1, "--epochs", epochs);
      if (!(maxHours >= 0)) {
        throw new BadInputException("--max-hours is " + maxHours + "; it must be at least 0");
      }
      atLeast(0, "--patience", patience);
      atLeast(1, "--checkpoint-rounds", checkpointRounds);
    }
  }

  /**
   * The decay of the learning rate, which is multiplied by {@code factor} after every epoch once
   * one of the two conditions holds.
   *
   * @param after the first epoch after which the rate falls; 0 = none
   * @param onPlateau whether the rate falls from the first epoch on that improves the valid
   *     perplexity by less than {@code minImprovement} (Mikolov et al. 2010)
   * @param minImprovement relative improvement of the valid perplexity, for example 0.003
   * @param factor factor above 0, at most 1
   */
  public record Decay(int after, boolean onPlateau, double minImprovement, double factor)
      implements Serializable {
    public Decay {
      atLeast(0, "--decay-after", after);
      if (!(factor > 0 && factor <= 1)) {
        throw new BadInputException("--decay is " + factor + "; it must be above 0, at most 1");
      }
      if (!(minImprovement >= 0 && minImprovement < 1)) {
        throw new BadInputException(
            "--min-improvement is " + minImprovement + "; it must be at least 0, below 1");
      }
    }
  }

  /**
   * The division of the text into minibatches; see {@link BatchPlan}.
   *
   * @param workers data-parallel workers; 0 = as many as there are task slots
   * @param batch streams of one worker; 0 = chosen by the number of workers
   * @param bptt words of a segment: steps of truncated backpropagation through time
   */
  public record Batches(int workers, int batch, int bptt) implements Serializable {
    /** Streams of all workers together that {@code batch} 0 aims at. */
    private static final int STREAMS = 20;

    /** Streams of a worker that {@code batch} 0 chooses at least. */
    private static final int MIN_BATCH = 4;

    public Batches {
      if (workers < 0) {
        throw new BadInputException("--workers is " + workers + "; it must be at least 1");
      }
      atLeast(0, "--batch", batch);
      atLeast(1, "--bptt", bptt);
    }

    /**
     * Returns the division for a number of workers. Without a given batch, workers share {@value
     * #STREAMS} streams, at least {@value #MIN_BATCH} each, so that every worker makes about as
     * many updates in an epoch as a single one would.
     */
    Batches forWorkers(int count) {
      int streams = Math.max(MIN_BATCH, Math.round((float) STREAMS / count));
      return new Batches(count, batch > 0 ? batch : streams, bptt);
    }
  }

  /**
   * The averaging of the workers' parameters.
   *
   * @param frequency minibatches of each worker between two averages; 0 = chosen by {@link
   *     AveragingCost}
   * @param outer the step that turns the mean of the workers into new parameters
   * @param mean the mean over rounds that is published
   */
  public record Averaging(Master master, int frequency, OuterOptimizer outer, RoundMean mean)
      implements Serializable {
    public Averaging {
      if (frequency < 0) {
        throw new BadInputException(
            "--averaging-frequency is %d; it must be at least 1".formatted(frequency));
      }
    }
  }

  /**
   * The code that computes.
   *
   * @param kernels the layers that train
   * @param blasKernel OpenBLAS kernel of all executors, or {@link BlasAgreement#AUTO}
   */
  public record Compute(Kernels kernels, String blasKernel) implements Serializable {
    public static final Compute AUTO = new Compute(Kernels.AUTO, BlasAgreement.AUTO);

    public Compute {
      blasKernel = BlasAgreement.checked(blasKernel);
    }
  }

  /** Training masters: the code that averages over the workers. */
  public enum Master {
    /** {@link ParameterAveragingMaster}. */
    CORPUSLM,
    /**
     * Deeplearning4j's own, for comparison: {@link
     * org.corpuslm.neural.dl4j.Dl4jReferenceAveraging}.
     */
    DL4J;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Deeplearning4j silently ignores options that it does not support; this rejects them. */
  private static void checkMaster(
      NetworkConfig network, Optimization optimization, Kernels kernels) {
    need("--clip 0", optimization.clip() == 0, "clips no global norm");
    need("--l2 0", optimization.l2() == 0, "adds no L2 to these layers");
    need("--kernels fused", kernels != Kernels.DL4J, "is checked with corpuslm's layers only");
    need("no --tied", !network.tied(), "ties no embeddings");
    need("--dropout 0", network.dropout().equals(Dropout.NONE), "does not repeat dropout masks");
    boolean own =
        optimization.optimizer() == Optimization.Optimizer.ADAMW
            || optimization.optimizer() == Optimization.Optimizer.NADAM;
    need("another --optimizer", !own, "has no correct " + optimization.optimizer());
  }

  private static void need(String use, boolean right, String why) {
    if (!right) {
      throw new BadInputException(
          "--training-master dl4j %s; use it with %s, or leave it out".formatted(why, use));
    }
  }

  private static void atLeast(int min, String name, int value) {
    if (value < min) {
      throw new BadInputException("%s is %d; it must be at least %d".formatted(name, value, min));
    }
  }

  /**
   * Returns the settings that must be equal when training is resumed: all except the length of the
   * run, the frequency of checkpoints, the gradient norms at the end, and the BLAS kernel, which is
   * compared separately.
   */
  TrainConfig essence() {
    Schedule any = new Schedule(1, 0, schedule.patience, 1, schedule.decay);
    Compute anyBlas = new Compute(compute.kernels, BlasAgreement.AUTO);
    return new TrainConfig(
        corpus, network, start, optimization, any, batches, averaging, anyBlas, 0, seed);
  }

  TrainConfig with(Schedule other) {
    return new TrainConfig(
        corpus, network, start, optimization, other, batches, averaging, compute, maxLag, seed);
  }

  TrainConfig with(Batches other) {
    return new TrainConfig(
        corpus, network, start, optimization, schedule, other, averaging, compute, maxLag, seed);
  }

  TrainConfig with(Averaging other) {
    return new TrainConfig(
        corpus, network, start, optimization, schedule, batches, other, compute, maxLag, seed);
  }

  TrainConfig with(Compute other) {
    return new TrainConfig(
        corpus, network, start, optimization, schedule, batches, averaging, other, maxLag, seed);
  }
}
