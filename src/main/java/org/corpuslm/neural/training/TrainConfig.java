package org.corpuslm.neural.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Locale;
import org.corpuslm.neural.kernel.BlasAgreement;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Kernels;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.runtime.BadInputException;

/**
 * One training run, resolved.
 *
 * @param corpus an encoded corpus
 * @param network its vocabulary still 0: that is the corpus's
 * @param master that averages
 * @param kernels whose layers train
 * @param workers data-parallel workers; 0 = as many as there are task slots
 * @param batch columns of one worker
 * @param steps T of truncated backpropagation through time
 * @param averagingFrequency minibatches of each worker between two averages; 0 = by what they cost
 * @param epochs passes over the text, at most
 * @param maxHours wall time after which training ends with the round; 0 = no limit
 * @param checkpointRounds rounds between checkpoints within an epoch
 * @param flowSteps K of the gradient flow that is measured at the end; 0 = none
 * @param seed of everything random
 * @param blasKernel that all executors use for matrix products, or {@link BlasAgreement#AUTO}
 * @param start a network to begin from; empty, and left out of the JSON = anew
 */
public record TrainConfig(
    String corpus,
    NetworkConfig network,
    Initialization initialization,
    Optimization optimization,
    Schedule schedule,
    Master master,
    Kernels kernels,
    int workers,
    int batch,
    int steps,
    int averagingFrequency,
    int epochs,
    double maxHours,
    int checkpointRounds,
    int flowSteps,
    long seed,
    String blasKernel,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String start)
    implements Serializable {

  public TrainConfig {
    if (averagingFrequency < 0) {
      throw new BadInputException(
          "--averaging-frequency is %d; it must be at least 1".formatted(averagingFrequency));
    }
    check("--epochs", epochs);
    check("--checkpoint-rounds", checkpointRounds);
    check("--batch", batch);
    check("--bptt", steps);
    if (flowSteps < 0 || (flowSteps > 0 && network.architecture() == Architecture.WINDOW)) {
      throw new BadInputException(
          "--gradient-flow is %d; it must be at least 1, and the model recurrent"
              .formatted(flowSteps));
    }
    if (workers < 0) {
      throw new BadInputException("--workers is " + workers + "; it must be at least 1");
    }
    blasKernel = BlasAgreement.checked(blasKernel);
    if (master == Master.DL4J) {
      checkStock(network, optimization, kernels);
    }
    if (!(maxHours >= 0)) {
      throw new BadInputException("--max-hours is " + maxHours + "; it must be at least 0");
    }
  }

  /** The same from new parameters, with the best BLAS kernel. */
  public TrainConfig(
      String corpus,
      NetworkConfig network,
      Initialization initialization,
      Optimization optimization,
      Schedule schedule,
      Master master,
      Kernels kernels,
      int workers,
      int batch,
      int steps,
      int averagingFrequency,
      int epochs,
      double maxHours,
      int checkpointRounds,
      int flowSteps,
      long seed) {
    this(
        corpus,
        network,
        initialization,
        optimization,
        schedule,
        master,
        kernels,
        workers,
        batch,
        steps,
        averagingFrequency,
        epochs,
        maxHours,
        checkpointRounds,
        flowSteps,
        seed,
        BlasAgreement.AUTO,
        "");
  }

  /** Who averages over the workers. */
  public enum Master {
    /** {@link ParameterAveragingMaster}. */
    CORPUSLM,
    /** Deeplearning4j's own, to compare with: {@link Dl4jReferenceAveraging}. */
    DL4J;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Deeplearning4j would leave out in silence what it does not know. */
  private static void checkStock(
      NetworkConfig network, Optimization optimization, Kernels kernels) {
    stock("--clip 0", optimization.clip() == 0, "clips no global norm");
    stock("--l2 0", optimization.l2() == 0, "adds no L2 to these layers");
    stock("--kernels fused", kernels != Kernels.DL4J, "is checked on our layers only");
    stock("no --tied", !network.tied(), "ties no embeddings");
    stock("--dropout 0", !network.drops(), "repeats dropout masks");
    boolean own =
        optimization.optimizer() == Optimization.Optimizer.ADAMW
            || optimization.optimizer() == Optimization.Optimizer.NADAM;
    stock("another --optimizer", !own, "has no " + optimization.optimizer() + " that is right");
  }

  private static void stock(String use, boolean right, String why) {
    if (!right) {
      throw new BadInputException(
          "--training-master dl4j %s; use it with %s, or leave it out".formatted(why, use));
    }
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new BadInputException("%s is %d; it must be at least 1".formatted(name, value));
    }
  }

  /**
   * When the learning rate falls and training ends.
   *
   * @param decayAfter from this epoch's end on, every epoch; 0 = never
   * @param decayOnPlateau from the first epoch on that improved the valid perplexity by less than
   *     {@code stall}, every epoch (Mikolov et al. 2010)
   * @param stall relative improvement
   * @param factor by which it falls
   * @param patience epochs without a better valid perplexity that end training; 0 = never
   */
  public record Schedule(
      int decayAfter, boolean decayOnPlateau, double stall, double factor, int patience)
      implements Serializable {
    public Schedule {
      if (decayAfter < 0 || patience < 0) {
        throw new BadInputException("--decay-after and --patience must be at least 0");
      }
      if (!(factor > 0 && factor <= 1)) {
        throw new BadInputException("--decay is " + factor + "; it must be above 0, at most 1");
      }
      if (!(stall >= 0 && stall < 1)) {
        throw new BadInputException(
            "--min-improvement is " + stall + "; it must be at least 0, below 1");
      }
    }
  }

  /**
   * Returns what must be the same when training is resumed: all but how long it goes on, and the
   * BLAS kernel, which is compared as it was chosen.
   */
  TrainConfig essence() {
    return with(master, kernels, workers, 1, 0, 1, 0, BlasAgreement.AUTO);
  }

  TrainConfig withWorkers(int number) {
    return with(master, kernels, number, epochs, maxHours, checkpointRounds, flowSteps, blasKernel);
  }

  TrainConfig withMaster(Master other) {
    return with(other, kernels, workers, epochs, maxHours, checkpointRounds, flowSteps, blasKernel);
  }

  TrainConfig withKernels(Kernels other) {
    return with(master, other, workers, epochs, maxHours, checkpointRounds, flowSteps, blasKernel);
  }

  TrainConfig withBlasKernel(String other) {
    return with(master, kernels, workers, epochs, maxHours, checkpointRounds, flowSteps, other);
  }

  private TrainConfig with(
      Master who,
      Kernels whose,
      int number,
      int passes,
      double hours,
      int rounds,
      int flow,
      String blas) {
    return new TrainConfig(
        corpus,
        network,
        initialization,
        optimization,
        schedule,
        who,
        whose,
        number,
        batch,
        steps,
        averagingFrequency,
        passes,
        hours,
        rounds,
        flow,
        seed,
        blas,
        start);
  }
}
