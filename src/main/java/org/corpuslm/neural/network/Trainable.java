package org.corpuslm.neural.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network with its parameters, as training wants it. It goes on from the state of the call before
 * until that is cleared. One thread.
 */
public interface Trainable {
  NetworkConfig config();

  /** The Deeplearning4j network itself. */
  MultiLayerNetwork net();

  /** All parameters, in the order of {@link NetworkConfig#parameterBlocks()}. */
  INDArray parameters();

  /** The flat gradient of the last {@link #loss}: a sum over all its words. */
  INDArray gradient();

  void setParameters(float[] values);

  /**
   * Forward and backward through T steps of B streams.
   *
   * @param in word ids [B, 1, T]
   * @param out words to predict [B, 1, T], or {@link
   *     org.corpuslm.neural.kernel.WordOutput#NO_LABEL}
   * @return −Σ ln p of those words, in nats
   */
  double loss(INDArray in, INDArray out);

  /** Words that the last {@link #loss} predicted. */
  long words();

  /**
   * Forward only, without dropout.
   *
   * @param in word ids [T, B]
   * @param out words to predict [T, B]
   * @param lnP receives the natural logarithm of each one's probability
   */
  void lnP(int steps, int batch, int[] in, int[] out, double[] lnP);

  /** Begins at the start of a text. */
  void clearState();

  /** The state of all layers, to go on from with {@link #restoreState}. */
  double[][] state();

  void restoreState(double[][] state);

  /** Dropout masks follow from this seed and the number of passes since. */
  void seed(long seed);
}
