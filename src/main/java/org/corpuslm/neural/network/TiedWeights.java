package org.corpuslm.neural.network;

import org.corpuslm.neural.kernel.SoftmaxOutput;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;

/**
 * Softmax weights that are the embeddings. Both are kept, with equal values: the gradient of each
 * is the sum of the two, so that every update moves them alike.
 *
 * @param embedding index of the embeddings in the flat vector
 * @param softmax index of the softmax weights
 * @param length of either
 */
public record TiedWeights(int embedding, int softmax, int length) {
  /** Where they lie in a network's parameters. */
  public static TiedWeights of(NetworkConfig network) {
    int embedding = -1;
    int softmax = -1;
    int length = 0;
    for (PlacedBlock placed : network.parameterBlocks()) {
      if (placed.layer() instanceof TokenEmbedding) {
        embedding = (int) placed.at();
        length = (int) placed.block().length();
      } else if (placed.layer() instanceof SoftmaxOutput
          && placed.block().name().equals(SoftmaxOutput.WEIGHTS)) {
        softmax = (int) placed.at();
      }
    }
    return new TiedWeights(embedding, softmax, length);
  }

  /** Makes the softmax weights equal to the embeddings. */
  void copy(float[] parameters) {
    System.arraycopy(parameters, embedding, parameters, softmax, length);
  }
}
