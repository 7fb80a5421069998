package org.corpuslm.neural.training;

import java.util.List;
import org.corpuslm.neural.kernel.Descent;
import org.corpuslm.neural.kernel.ParameterBlock;
import org.corpuslm.neural.kernel.ParameterBlock.Kind;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;
import org.corpuslm.neural.network.TiedWeights;
import org.corpuslm.neural.network.Trainable;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * The update of a network's parameters by the gradient of a minibatch: mean over the streams,
 * clipping by the global norm (Pascanu et al. 2013, algorithm 1), L2, update rule, decoupled weight
 * decay. One thread.
 *
 * <p>Plain SGD takes a fast path ({@link Descent}): one pass over parameters and gradient, which
 * skips the embeddings of words that the minibatch has not seen. Other rules are ND4J's, on the
 * whole flat vector, except NAdam.
 */
final class GradientStep {
  private final Optimization optimization;
  private final Trainable network;
  private final List<PlacedBlock> blocks;
  private final IUpdater config;

  /**
   * ND4J's update rule, which shares memory with its state: null for NAdam. Its state is also null
   * for plain SGD.
   */
  private final GradientUpdater<?> updater;

  private final INDArray state;

  /** State of {@link #nadam}; null for other rules. */
  private final float[] nadamState;

  /** Squared norm of the current gradient by layer, and sums of the norms of all updates. */
  private final double[] squares;

  private final double[] norms;

  /** Fast path of plain SGD; null for other rules and Deeplearning4j's layers. */
  private final Descent descent;

  /** The flat gradient outside the heap; null for Deeplearning4j's layers, as is the embedding. */
  private final Values gradientValues;

  private final TokenEmbedding.Lookup embedding;

  /** Whether the gradients of words outside the minibatch are zero and are skipped. */
  private final boolean sparse;

  private int clipped;

  /**
   * Prepares updates of a network.
   *
   * @param network its gradient must be written by its own backward pass only
   * @param updaterState {@link Optimization#stateSize} numbers, which are copied; empty for plain
   *     SGD
   */
  GradientStep(Optimization optimization, Trainable network, float[] updaterState) {
    this.optimization = optimization;
    this.network = network;
    this.blocks = network.config().parameterBlocks();
    this.config = optimization.updater();
    int layers = network.config().layerNames().size();
    this.squares = new double[layers];
    this.norms = new double[layers];
    // True if only the backward pass changes the gradient: then the rows of words that a minibatch
    // has not seen stay zero.
    this.sparse =
        optimization.optimizer() == Optimizer.SGD
            && optimization.l2() == 0
            && !network.config().tied()
            && network instanceof Network;
    this.embedding = network instanceof Network fused ? fused.embedding() : null;
    if (embedding != null) {
      embedding.leaveGradientAlone(sparse);
    }
    this.gradientValues = embedding == null ? null : Values.of(network.gradient());
    this.descent =
        optimization.optimizer() == Optimizer.SGD && network instanceof Network
            ? new Descent(Values.of(network.parameters()), gradientValues)
            : null;
    nadamState = optimization.optimizer() == Optimizer.NADAM ? updaterState.clone() : null;
    if (nadamState != null) {
      state = null;
      updater = null;
    } else if (updaterState.length == 0) {
      state = null;
      updater = config.instantiate((INDArray) null, true);
    } else {
      state = Nd4j.createFromArray(updaterState).reshape(1, updaterState.length);
      updater = config.instantiate(state, false);
    }
  }

  /**
   * Updates the parameters by the gradient that the network holds.
   *
   * @param batch streams of the minibatch
   * @param rate learning rate
   * @param step number of updates before this one
   */
  void apply(int batch, double rate, int step) {
    INDArray gradient = network.gradient();
    NetworkConfig shape = network.config();
    if (shape.tied()) {
      sumTied(gradient, TiedWeights.of(shape));
    }
    double factor = factor(gradient, batch);
    if (descent != null) {
      for (PlacedBlock placed : blocks) {
        descend(placed, factor, rate);
      }
      return;
    }
    gradient.muli(factor);
    INDArray parameters = network.parameters();
    if (optimization.l2() > 0) {
      decay(parameters, optimization.l2(), gradient);
    }
    if (nadamState != null) {
      float[] update = gradient.data().asFloat();
      nadam(update, nadamState, optimization, rate, step);
      gradient.data().setData(update);
    } else {
      config.setLrAndSchedule(rate, null);
      updater.applyUpdater(gradient, step, 0);
    }
    if (optimization.weightDecay() > 0) {
      decay(parameters, rate * optimization.weightDecay(), gradient);
    }
    parameters.subi(gradient);
  }

  /**
   * Turns a gradient into an update by NAdam (Dozat 2016, algorithm 8 with constant μ), with the
   * bias correction of the mean square, which ND4J's updater of that name omits: its first updates
   * are some thirty times too large.
   *
   * @param gradient becomes the update, to be subtracted
   * @param state means of the gradient, then means of its square; is updated
   * @param step number of updates before this one
   */
  private static void nadam(
      float[] gradient, float[] state, Optimization o, double rate, int step) {
    double b1 = o.beta1();
    double b2 = o.beta2();
    int n = gradient.length;
    double now = 1 - Math.pow(b1, step + 1);
    double next = 1 - Math.pow(b1, step + 2);
    double square = 1 - Math.pow(b2, step + 1);
    for (int i = 0; i < n; i++) {
      double g = gradient[i];
      double m = b1 * state[i] + (1 - b1) * g;
      double v = b2 * state[n + i] + (1 - b2) * g * g;
      state[i] = (float) m;
      state[n + i] = (float) v;
      double mean = b1 * m / next + (1 - b1) * g / now;
      gradient[i] = (float) (rate * mean / (Math.sqrt(v / square) + o.epsilon()));
    }
  }

  /** w −= rate·(factor·g + λ·w) for one block; λ = 0 for biases. */
  private void descend(PlacedBlock placed, double factor, double rate) {
    ParameterBlock block = placed.block();
    if (sparse && block.kind() == Kind.EMBEDDING) {
      for (int word : embedding.seen()) {
        long at = placed.at() + (long) word * block.columns();
        descent.step(at, block.columns(), factor, 0, rate);
      }
    } else {
      double lambda = block.kind() == Kind.BIAS ? 0 : optimization.l2();
      descent.step(placed.at(), block.length(), factor, lambda, rate);
    }
  }

  /** Sets the gradients of embeddings and tied softmax weights to their sum. */
  private static void sumTied(INDArray gradient, TiedWeights tied) {
    INDArray embedding = part(gradient, tied.embedding(), tied.length());
    INDArray softmax = part(gradient, tied.softmax(), tied.length());
    embedding.addi(softmax);
    softmax.assign(embedding);
  }

  private static INDArray part(INDArray flat, long at, long length) {
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(at, at + length));
  }

  /** gradient += factor·parameters, for weights and embeddings. */
  private void decay(INDArray parameters, double factor, INDArray gradient) {
    for (PlacedBlock placed : blocks) {
      if (placed.block().kind() != Kind.BIAS) {
        long length = placed.block().length();
        Nd4j.getBlasWrapper()
            .level1()
            .axpy(
                length,
                factor,
                part(parameters, placed.at(), length),
                part(gradient, placed.at(), length));
      }
    }
  }

  /**
   * Records the norm of each layer's gradient and returns the factor of the gradient: 1/batch,
   * which turns the sum over the streams into their mean, times clip/‖g‖ if the mean's global norm
   * ‖g‖ exceeds the limit.
   */
  private double factor(INDArray gradient, int batch) {
    java.util.Arrays.fill(squares, 0);
    int layer = -1;
    Object last = null;
    for (PlacedBlock placed : blocks) {
      layer += placed.layer() == last ? 0 : 1;
      last = placed.layer();
      squares[layer] += square(gradient, placed);
    }
    double total = 0;
    for (int i = 0; i < norms.length; i++) {
      norms[i] += Math.sqrt(squares[i]) / batch;
      total += squares[i];
    }
    double norm = Math.sqrt(total) / batch;
    if (optimization.clip() > 0 && norm > optimization.clip()) {
      clipped++;
      return optimization.clip() / norm / batch;
    }
    return 1.0 / batch;
  }

  /** Returns ‖g‖² of one block. */
  private double square(INDArray gradient, PlacedBlock placed) {
    ParameterBlock block = placed.block();
    if (embedding == null) {
      double norm = part(gradient, placed.at(), block.length()).norm2Number().doubleValue();
      return norm * norm;
    }
    if (!sparse || block.kind() != Kind.EMBEDDING) {
      return gradientValues.sumOfSquares(placed.at(), block.length());
    }
    double sum = 0;
    for (int word : embedding.seen()) {
      sum +=
          gradientValues.sumOfSquares(placed.at() + (long) word * block.columns(), block.columns());
    }
    return sum;
  }

  /** Returns the state of the updater after the last update; empty for plain SGD. */
  float[] state() {
    if (nadamState != null) {
      return nadamState;
    }
    return state == null ? new float[0] : state.castTo(DataType.FLOAT).dup().data().asFloat();
  }

  /** Returns, by layer, the sum over the updates of the norm of its gradient before clipping. */
  double[] norms() {
    return norms;
  }

  /** Returns the number of updates whose gradient was scaled down. */
  int clipped() {
    return clipped;
  }
}
