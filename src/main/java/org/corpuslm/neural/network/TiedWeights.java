package org.corpuslm.neural.network;

import org.corpuslm.neural.kernel.SoftmaxOutput;
import org.corpuslm.neural.kernel.TokenEmbedding;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;

/**
 * Softmax weights tied to the embeddings (Press & Wolf 2017). Both are stored, with equal values;
 * the gradient of each is set to the sum of the two, so that every update changes them alike.
 *
 * @param embedding index of the embeddings E [V, embedding] in the flat vector
 * @param softmax index of the softmax weights W [V, inputs] in the flat vector
 * @param length numbers of either
 */
public record TiedWeights(int embedding, int softmax, int length) {
  /** Finds both blocks among the parameters of a network. */
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

  /** Copies the embeddings over the softmax weights. */
  void copy(float[] parameters) {
    System.arraycopy(parameters, embedding, parameters, softmax, length);
  }
}
