package org.corpuslm.neural.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.corpuslm.neural.network.AdaptiveSoftmax;
import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The fast kernels, in floats, against the plain ones, in doubles, whose gradients are checked. */
class KernelParityTest {
  private static final int VOCABULARY = 11;

  private static final List<NetworkConfig> NETWORKS =
      List.of(
          network(Architecture.WINDOW, 1, true, false, false),
          network(Architecture.WINDOW, 2, false, false, false),
          network(Architecture.RNN, 2, false, false, true),
          network(Architecture.RNN, 1, false, true, false),
          network(Architecture.GRU, 2, false, false, true),
          network(Architecture.LSTM, 1, false, false, false),
          network(Architecture.LSTM, 3, false, false, true),
          adaptive(new AdaptiveSoftmax(List.of(4, 8), 2)));

  private static NetworkConfig adaptive(AdaptiveSoftmax softmax) {
    return new NetworkConfig(
        Architecture.LSTM, VOCABULARY, 7, 7, 2, Variant.PLAIN, false, softmax, Dropout.NONE);
  }

  private static NetworkConfig network(
      Architecture architecture, int layers, boolean direct, boolean relu, boolean residual) {
    return new NetworkConfig(
        architecture,
        VOCABULARY,
        7,
        7,
        layers,
        new Variant(3, direct, relu, residual),
        false,
        null,
        Dropout.NONE);
  }

  /** Networks by steps and sequences; odd sizes, one of each, a long one. */
  static Stream<Arguments> passes() {
    int[][] sizes = {{1, 1}, {1, 5}, {6, 1}, {5, 3}, {300, 2}};
    List<Arguments> all = new ArrayList<>();
    for (NetworkConfig network : NETWORKS) {
      for (int[] size : sizes) {
        all.add(Arguments.of(network, size[0], size[1]));
      }
    }
    return all.stream();
  }

  private static final class Pair {
    final Network fast;
    final Network plain;

    Pair(NetworkConfig config, double spread) {
      Random random = new Random(23);
      float[] parameters = new float[(int) config.parameters()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) (random.nextGaussian() * spread);
      }
      fast = Network.of(config, parameters);
      plain = Network.create(config, DataType.DOUBLE);
      for (int i = 0; i < parameters.length; i++) {
        plain.parameters().putScalar(i, parameters[i]);
      }
    }
  }

  private static int[] words(Random random, int n) {
    return random.ints(n, 2, VOCABULARY).toArray();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void lossGradientAndStateAgree(NetworkConfig config, int steps, int batch) {
    Pair pair = new Pair(config, 0.4);
    Random random = new Random(5);
    // Three segments of a stream: the state goes on, buffers are used again, the last is shorter.
    for (int length : new int[] {steps, steps, Math.max(1, steps - 1)}) {
      int[] in = words(random, length * batch);
      int[] out = words(random, length * batch);
      double loss = pair.plain.loss(length, batch, in, out);
      assertThat(pair.fast.loss(length, batch, in, out)).isCloseTo(loss, within(1e-5 * loss));
      double[] slow = pair.plain.gradient().data().asDouble();
      float[] fast = pair.fast.gradient().data().asFloat();
      double most = 0;
      for (double g : slow) {
        most = Math.max(most, Math.abs(g));
      }
      for (int i = 0; i < slow.length; i++) {
        assertThat((double) fast[i]).as("parameter " + i).isCloseTo(slow[i], within(1e-5 * most));
      }
    }
    double[][] slow = pair.plain.state();
    double[][] fast = pair.fast.state();
    for (int layer = 0; layer < slow.length; layer++) {
      assertThat(fast[layer]).hasSameSizeAs(slow[layer]);
      for (int i = 0; i < slow[layer].length; i++) {
        assertThat(fast[layer][i]).isCloseTo(slow[layer][i], within(1e-5));
      }
    }
  }

  /** Weights so large that every unit is at its limit and logits are ten thousands. */
  @ParameterizedTest
  @MethodSource("passes")
  void extremeWeightsGiveNoNaN(NetworkConfig config, int steps, int batch) {
    if (steps > 10 && config.variant().relu()) {
      return; // grows without bound, as it must
    }
    Pair pair = new Pair(config, config.variant().relu() ? 3 : 3000);
    Random random = new Random(5);
    double loss =
        pair.fast.loss(steps, batch, words(random, steps * batch), words(random, steps * batch));
    assertThat(loss).isFinite().isNotNegative();
    for (float g : pair.fast.gradient().data().asFloat()) {
      assertThat(g).isFinite();
    }
  }

  /** A broken number must come out as one: training stops on it. */
  @Test
  void notANumberIsNotSwallowed() {
    for (NetworkConfig config : NETWORKS) {
      Pair pair = new Pair(config, 0.4);
      float[] parameters = pair.fast.parameters().data().asFloat();
      java.util.Arrays.fill(parameters, VOCABULARY * 7, parameters.length, Float.NaN);
      pair.fast.setParameters(parameters);
      assertThat(pair.fast.loss(2, 1, new int[] {3, 4}, new int[] {4, 5})).isNaN();
    }
  }
}
