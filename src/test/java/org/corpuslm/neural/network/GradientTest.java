package org.corpuslm.neural.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.corpuslm.neural.kernel.WordOutput;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of every architecture against central differences, in doubles. */
class GradientTest {
  private static final int VOCABULARY = 11;
  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final double EPSILON = 1e-5;

  static Stream<NetworkConfig> networks() {
    return Stream.of(
        window(2, 1, false),
        window(4, 1, false),
        window(4, 1, true),
        window(3, 2, true),
        recurrent(Architecture.RNN, 1, false, false, 4),
        recurrent(Architecture.RNN, 2, true, false, 5),
        recurrent(Architecture.RNN, 3, false, true, 5),
        recurrent(Architecture.GRU, 1, false, false, 4),
        recurrent(Architecture.GRU, 3, false, true, 5),
        recurrent(Architecture.LSTM, 1, false, false, 4),
        recurrent(Architecture.LSTM, 2, false, true, 5),
        recurrent(Architecture.LSTM, 4, false, true, 4),
        window(3, 1, true).with(VOCABULARY, new AdaptiveSoftmax(List.of(4), 1)),
        recurrent(Architecture.LSTM, 1, false, false, 4)
            .with(VOCABULARY, new AdaptiveSoftmax(List.of(4, 7), 2)),
        // Clusters of one word, and more of them than rows of a minibatch can have.
        recurrent(Architecture.GRU, 1, false, false, 3)
            .with(VOCABULARY, new AdaptiveSoftmax(List.of(3, 4, 10), 4)));
  }

  static NetworkConfig window(int order, int layers, boolean direct) {
    return new NetworkConfig(
        Architecture.WINDOW,
        VOCABULARY,
        4,
        5,
        layers,
        Variant.window(order, direct),
        false,
        null,
        Dropout.NONE);
  }

  static NetworkConfig recurrent(
      Architecture architecture, int layers, boolean relu, boolean residual, int embedding) {
    return new NetworkConfig(
        architecture,
        VOCABULARY,
        embedding,
        5,
        layers,
        Variant.recurrent(relu, residual),
        false,
        null,
        Dropout.NONE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreThoseOfCentralDifferences(NetworkConfig config) {
    Random random = new Random(17);
    Network network = Network.create(config, DataType.DOUBLE);
    INDArray parameters = network.parameters();
    for (long i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, random.nextGaussian() * 0.4);
    }
    // A state to go on from, as in the second segment of a stream.
    network.loss(2, BATCH, words(random, 2), words(random, 2));
    double[][] before = network.state();
    int[] in = words(random, STEPS);
    int[] out = words(random, STEPS);
    out[4] = WordOutput.NO_LABEL;
    network.restoreState(before);
    network.loss(STEPS, BATCH, in, out);
    double[] gradient = network.gradient().dup().data().asDouble();
    double worst = 0;
    int checked = 0;
    for (int i = 0; i < gradient.length; i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + EPSILON);
      network.restoreState(before);
      double above = network.loss(STEPS, BATCH, in, out);
      parameters.putScalar(i, value - EPSILON);
      network.restoreState(before);
      double below = network.loss(STEPS, BATCH, in, out);
      parameters.putScalar(i, value);
      double numeric = (above - below) / (2 * EPSILON);
      double size = Math.abs(numeric) + Math.abs(gradient[i]);
      // Below this, rounding of the loss is larger than the difference.
      if (size > 1e-4) {
        checked++;
        worst = Math.max(worst, Math.abs(numeric - gradient[i]) / size);
      } else {
        assertThat(gradient[i]).isCloseTo(numeric, org.assertj.core.api.Assertions.within(1e-8));
      }
    }
    assertThat(checked).isGreaterThan(gradient.length / 3);
    assertThat(worst).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void probabilitiesSumToOneAndTheBeginningHasNone(NetworkConfig config) {
    Network network =
        Network.of(
            config, new Initialization(Initialization.Scheme.XAVIER, 0.1, 1, 3).parameters(config));
    double[] lnP = new double[VOCABULARY];
    var hidden = network.hidden(2, 1, new int[] {2, 5});
    network.output().lnP(hidden, 1, lnP);
    double sum = 0;
    for (double x : lnP) {
      sum += Math.exp(x);
    }
    assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6));
    assertThat(lnP[1]).isEqualTo(Double.NEGATIVE_INFINITY);
    double[] words = new double[2];
    network.output().lnP(hidden, 2, new int[] {3, 7}, 0, words);
    assertThat(words[1]).isCloseTo(lnP[7], org.assertj.core.api.Assertions.within(1e-5));
    assertThat(List.of(words[0])).allMatch(x -> x < 0);
  }

  private static int[] words(Random random, int steps) {
    int[] words = new int[steps * BATCH];
    for (int i = 0; i < words.length; i++) {
      words[i] = 2 + random.nextInt(VOCABULARY - 2);
    }
    return words;
  }

  @Test
  void wordsOutsideTheVocabularyAreRefused() {
    Network network = Network.create(window(3, 1, false), DataType.FLOAT);
    assertThatThrownBy(() -> network.loss(1, 1, new int[] {3}, new int[] {VOCABULARY}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("label 11", "vocabulary has 11");
    assertThatThrownBy(() -> network.loss(1, 1, new int[] {VOCABULARY}, new int[] {3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("word id 11", "vocabulary of 11");
    // <s> is never predicted.
    assertThatThrownBy(() -> network.loss(1, 1, new int[] {3}, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 1 ");
  }
}
