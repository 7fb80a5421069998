package org.corpuslm.neural.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.neural.kernel.KernelLayer;
import org.corpuslm.neural.kernel.Recurrent;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.neural.network.Network;
import org.corpuslm.runtime.BadInputException;

/**
 * The reach of gradients through time: the mean norm of ∂loss_t/∂h_{t−k} for k = 0 … K, of every
 * recurrent layer, over positions t of a text. If it falls exponentially in k, the network cannot
 * learn from inputs k steps back (vanishing gradients); if it rises, gradients explode (Bengio et
 * al. 1994; Pascanu et al. 2013, section 2).
 *
 * @param layers names of the recurrent layers, from the lowest
 * @param norms norms, [layer][lag k]
 * @param positions number of positions t in the mean
 */
public record GradientNormByLag(List<String> layers, double[][] norms, int positions) {
  private static final int STREAMS = 16;
  private static final int MAX_SEGMENTS = 32;

  /**
   * Measures the norms on 16 streams of a text.
   *
   * @param network the network; its parameters are kept, its state is lost
   * @param text word ids; at least 16·(steps + 2) of them
   * @param steps K
   * @throws BadInputException if K is below 1 or the text too short
   */
  public static GradientNormByLag of(Network network, int[] text, int steps) {
    if (steps < 1) {
      throw new BadInputException("--gradient-flow is " + steps + "; it must be at least 1");
    }
    int length = steps + 1;
    int perStream = text.length / STREAMS;
    int segments = Math.min(MAX_SEGMENTS, (perStream - 1) / length);
    if (segments < 1) {
      throw new BadInputException(
          "gradient flow over %d steps needs %d words of text, there are %d; take fewer steps"
              .formatted(steps, STREAMS * (length + 1), text.length));
    }
    List<Recurrent.Layer> recurrent = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (KernelLayer<?> layer : network.layers()) {
      if (layer instanceof Recurrent.Layer r) {
        recurrent.add(r);
        names.add(r.conf().getLayer().getLayerName());
      }
    }
    double[][] norms = new double[recurrent.size()][length];
    for (int i = 0; i < norms.length; i++) {
      recurrent.get(i).recordNorms(norms[i]);
    }
    network.clearState();
    for (int s = 0; s < segments; s++) {
      segment(network, text, perStream, s * length, length);
    }
    recurrent.forEach(layer -> layer.recordNorms(null));
    for (double[] row : norms) {
      for (int k = 0; k < length; k++) {
        row[k] /= segments;
      }
    }
    return new GradientNormByLag(names, norms, segments * STREAMS);
  }

  /** Runs one segment of all streams, with the loss of its last step alone. */
  private static void segment(Network network, int[] text, int perStream, int at, int length) {
    int[] in = new int[length * STREAMS];
    int[] out = new int[length * STREAMS];
    Arrays.fill(out, WordOutput.NO_LABEL);
    for (int b = 0; b < STREAMS; b++) {
      int first = b * perStream + at;
      for (int t = 0; t < length; t++) {
        in[t * STREAMS + b] = text[first + t];
      }
      out[(length - 1) * STREAMS + b] = text[first + length];
    }
    network.loss(length, STREAMS, in, out);
  }
}
