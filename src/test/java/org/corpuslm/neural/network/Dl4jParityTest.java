package org.corpuslm.neural.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.neural.dl4j.Kernels;
import org.corpuslm.neural.kernel.Values;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.runtime.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Compares corpuslm's layers with Deeplearning4j's: losses, gradients and probabilities. */
class Dl4jParityTest {
  private static final int WORDS = 11;

  private static NetworkConfig network(Architecture architecture, int layers, boolean relu) {
    return new NetworkConfig(
        architecture,
        WORDS,
        5,
        7,
        layers,
        Variant.recurrent(relu, false),
        false,
        null,
        Dropout.NONE);
  }

  static Stream<Arguments> passes() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (int[] size : new int[][] {{1, 1}, {1, 4}, {9, 1}, {6, 3}}) {
      all.add(Arguments.of(network(Architecture.LSTM, 1, false), size[0], size[1]));
      all.add(Arguments.of(network(Architecture.LSTM, 2, false), size[0], size[1]));
      all.add(Arguments.of(network(Architecture.RNN, 1, false), size[0], size[1]));
      all.add(Arguments.of(network(Architecture.RNN, 2, true), size[0], size[1]));
    }
    return all.build();
  }

  private static float[] parameters(NetworkConfig config) {
    Random random = new Random(31);
    float[] parameters = new float[(int) config.parameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (random.nextGaussian() * 0.4);
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("passes")
  void lossesGradientsAndStatesAgree(NetworkConfig config, int steps, int batch) {
    Trainable actual = Kernels.FUSED.network(config);
    Trainable reference = Kernels.DL4J.network(config);
    actual.setParameters(parameters(config));
    reference.setParameters(parameters(config));
    Random random = new Random(7);
    for (int segment = 0; segment < 3; segment++) {
      int n = steps * batch;
      int[] in = random.ints(n, 2, WORDS).toArray();
      int[] out = random.ints(n, 2, WORDS).toArray();
      if (n > 2) {
        out[n / 2] = WordOutput.NO_LABEL;
      }
      double loss = reference.loss(ids(steps, batch, in), ids(steps, batch, out));
      assertThat(actual.loss(ids(steps, batch, in), ids(steps, batch, out)))
          .isCloseTo(loss, within(1e-5 * loss));
      assertThat(reference.words()).isEqualTo(actual.words()).isEqualTo(n > 2 ? n - 1 : n);
      if (segment > 0) {
        continue; // DL4J's gradient is wrong with a carried state, see Dl4jReferenceNetwork
      }
      float[] mine = actual.gradient().data().asFloat();
      float[] stock = reference.gradient().data().asFloat();
      for (int i = 0; i < mine.length; i++) {
        assertThat(mine[i]).as("parameter " + i).isCloseTo(stock[i], within(1e-5f * n));
      }
    }
    double[][] mine = actual.state();
    double[][] stock = reference.state();
    for (int layer = 0; layer < mine.length; layer++) {
      assertThat(mine[layer]).containsExactly(stock[layer], within(1e-5));
    }
    // Scores go on from there, and from a state that was put back.
    for (int i = 0; i < 2; i++) {
      int[] in = random.ints((long) steps * batch, 2, WORDS).toArray();
      int[] out = random.ints((long) steps * batch, 2, WORDS).toArray();
      double[] lnP = new double[steps * batch];
      double[] expected = new double[steps * batch];
      actual.lnP(steps, batch, in, out, lnP);
      reference.lnP(steps, batch, in, out, expected);
      assertThat(lnP).containsExactly(expected, within(1e-5));
      reference.restoreState(mine);
      actual.restoreState(mine);
    }
  }

  private static org.nd4j.linalg.api.ndarray.INDArray ids(int steps, int batch, int[] ids) {
    return Values.ids(DataType.FLOAT, steps, batch, ids);
  }

  /** With a carried state, only corpuslm's gradient agrees with central differences. */
  @Test
  void gradientsWithACarriedState() {
    NetworkConfig config = network(Architecture.LSTM, 1, false);
    float[] parameters = parameters(config);
    double[] off = new double[2];
    for (Kernels kernels : new Kernels[] {Kernels.FUSED, Kernels.DL4J}) {
      Trainable network = kernels.network(config);
      network.setParameters(parameters);
      network.loss(ids(1, 1, new int[] {3}), ids(1, 1, new int[] {4}));
      double[][] before = network.state();
      network.loss(ids(1, 1, new int[] {5}), ids(1, 1, new int[] {6}));
      double[] gradient = network.gradient().data().asDouble();
      for (int i = 25; i < 30; i++) { // the embedding of word 5
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
          float[] moved = parameters.clone();
          moved[i] += side == 0 ? 0.01f : -0.01f;
          network.setParameters(moved);
          network.restoreState(before);
          loss[side] = network.loss(ids(1, 1, new int[] {5}), ids(1, 1, new int[] {6}));
        }
        double numeric = (loss[0] - loss[1]) / 0.02;
        int which = kernels == Kernels.FUSED ? 0 : 1;
        off[which] = Math.max(off[which], Math.abs(gradient[i] - numeric));
      }
    }
    assertThat(off[0]).isLessThan(2e-4);
    assertThat(off[1]).isGreaterThan(2e-3);
  }

  @Test
  void theBeginningHasNextToNoProbability() {
    NetworkConfig config = network(Architecture.LSTM, 1, false);
    Trainable reference = Kernels.DL4J.network(config);
    reference.setParameters(parameters(config));
    double[] lnP = new double[1];
    reference.lnP(1, 1, new int[] {3}, new int[] {Vocabulary.BOS}, lnP);
    assertThat(lnP[0]).isLessThan(-60);
  }

  @Test
  void whatDeeplearning4jHasNotIsRefused() {
    assertThatThrownBy(() -> Kernels.DL4J.network(network(Architecture.GRU, 1, false)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--kernels dl4j has no gru");
    assertThat(Kernels.AUTO.network(network(Architecture.GRU, 1, false)))
        .isInstanceOf(Network.class);
  }
}
