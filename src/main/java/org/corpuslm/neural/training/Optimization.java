package org.corpuslm.neural.training;

import java.io.Serializable;
import java.util.Locale;
import org.corpuslm.runtime.BadInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The update rule and its settings. The gradient of a minibatch is the sum over its steps and the
 * mean over its streams (as in Zaremba et al. 2014); it is clipped first, then L2 is added.
 *
 * @param learningRate rate of the first epoch
 * @param momentum coefficient of {@link Optimizer#MOMENTUM}
 * @param beta1 decay of the mean gradient in the Adam family
 * @param beta2 decay of the mean square in the Adam family and RMSprop
 * @param epsilon added to root mean squares
 * @param l2 λ of the penalty λ/2·‖w‖² on weights and embeddings, not on biases
 * @param weightDecay decoupled decay of AdamW: w −= rate·decay·w (Loshchilov & Hutter 2019,
 *     algorithm 2)
 * @param clip largest global norm of the gradient; 0 = no limit (Pascanu et al. 2013, algorithm 1)
 */
public record Optimization(
    Optimizer optimizer,
    double learningRate,
    double momentum,
    double beta1,
    double beta2,
    double epsilon,
    double l2,
    double weightDecay,
    double clip)
    implements Serializable {

  /** Update rules, each with its usual learning rate. */
  public enum Optimizer {
    /** Plain stochastic gradient descent. */
    SGD(1.0),
    /** SGD with Nesterov's momentum (Sutskever et al. 2013, equations 3 and 4). */
    MOMENTUM(0.1),
    /** Duchi et al. (2011): rates fall with the sum of squared gradients. */
    ADAGRAD(0.1),
    /** Tieleman & Hinton (2012): rates fall with a running mean of squared gradients. */
    RMSPROP(0.001),
    /** Kingma & Ba (2015, algorithm 1). */
    ADAM(0.001),
    /** Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2). */
    ADAMW(0.001),
    /** Adam with Nesterov's momentum (Dozat 2016, algorithm 8). */
    NADAM(0.001);

    private final double rate;

    Optimizer(double rate) {
      this.rate = rate;
    }

    /** Returns the learning rate that is used if none is given. */
    public double usualRate() {
      return rate;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the settings.
   *
   * @throws BadInputException if one is out of range or for another rule; it names the option
   */
  public Optimization {
    check("--learning-rate", learningRate, learningRate > 0, "above 0");
    check("--momentum", momentum, momentum >= 0 && momentum < 1, "at least 0 and below 1");
    check("--beta1", beta1, beta1 >= 0 && beta1 < 1, "at least 0 and below 1");
    check("--beta2", beta2, beta2 >= 0 && beta2 < 1, "at least 0 and below 1");
    check("--epsilon", epsilon, epsilon > 0, "above 0");
    check("--l2", l2, l2 >= 0, "at least 0");
    check("--weight-decay", weightDecay, weightDecay >= 0, "at least 0");
    check("--clip", clip, clip >= 0, "at least 0 (0 = no limit)");
    if (weightDecay > 0 && optimizer != Optimizer.ADAMW) {
      throw new BadInputException(
          "--weight-decay is for --optimizer adamw; use --l2 with " + optimizer);
    }
  }

  private static void check(String name, double value, boolean right, String rule) {
    if (!right || !Double.isFinite(value)) {
      throw new BadInputException("%s is %s; it must be %s".formatted(name, value, rule));
    }
  }

  /** Returns this rule with another learning rate. */
  Optimization withRate(double rate) {
    return new Optimization(
        optimizer, rate, momentum, beta1, beta2, epsilon, l2, weightDecay, clip);
  }

  /** Returns the rule in ND4J's form. */
  IUpdater updater() {
    return switch (optimizer) {
      case SGD -> new Sgd(learningRate);
      case MOMENTUM -> new Nesterovs(learningRate, momentum);
      case ADAGRAD -> new AdaGrad(learningRate, epsilon);
      case RMSPROP -> new RmsProp(learningRate, beta2, epsilon);
      case ADAM, ADAMW -> new Adam(learningRate, beta1, beta2, epsilon);
      case NADAM -> new Nadam(learningRate, beta1, beta2, epsilon);
    };
  }

  /** Returns the numbers of updater state for a number of parameters. */
  int stateSize(int parameters) {
    return optimizer == Optimizer.SGD ? 0 : Math.toIntExact(updater().stateSize(parameters));
  }

  /** Returns the updater state before the first update; empty for plain SGD. */
  float[] freshState(int parameters) {
    if (optimizer == Optimizer.SGD) {
      return new float[0];
    }
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, stateSize(parameters));
    updater().instantiate(state, true);
    return state.data().asFloat();
  }
}
