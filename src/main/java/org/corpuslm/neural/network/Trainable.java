package org.corpuslm.neural.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with its parameters, gradient and state, as training uses it. Every call continues from
 * the state after the previous call, until {@link #clearState()}. One thread.
 */
public interface Trainable {
  /** Returns the description of the network. */
  NetworkConfig config();

  /** Returns Deeplearning4j's network. */
  MultiLayerNetwork net();

  /**
   * Returns all parameters, [1, n], in the order of {@link NetworkConfig#parameterBlocks()}; the
   * network computes with this array.
   */
  INDArray parameters();

  /** Returns the gradient of the last {@link #loss}, [1, n]: a sum over all its words. */
  INDArray gradient();

  /** Copies these numbers into the parameters. */
  void setParameters(float[] values);

  /**
   * Computes loss and gradient of T steps of B streams, with dropout, and the state after them.
   *
   * @param in word ids [B, 1, T]
   * @param out words to predict [B, 1, T], or {@link
   *     org.corpuslm.neural.kernel.WordOutput#NO_LABEL}
   * @return −Σ ln p of those words, in nats
   */
  double loss(INDArray in, INDArray out);

  /** Returns the number of words that the last {@link #loss} predicted. */
  long words();

  /**
   * Computes the probabilities of words, without dropout, and the state after them.
   *
   * @param steps T
   * @param batch B
   * @param in word ids [T, B]
   * @param out words to predict [T, B]
   * @param lnP receives the natural logarithms of their probabilities [T, B]
   */
  void lnP(int steps, int batch, int[] in, int[] out, double[] lnP);

  /** Sets the state to that at the start of a text. */
  void clearState();

  /** Returns a copy of the state, one array per layer, for {@link #restoreState}. */
  double[][] state();

  /** Sets the state; an empty array is the start of a text. */
  void restoreState(double[][] state);

  /** Sets the seed of the dropout masks, which depend on it and on the passes since then. */
  void seed(long seed);
}
