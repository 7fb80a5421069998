package org.corpuslm.neural.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.corpuslm.neural.network.Architecture;
import org.corpuslm.neural.network.Initialization;
import org.corpuslm.neural.network.Network;
import org.corpuslm.neural.network.NetworkConfig;
import org.corpuslm.neural.network.NetworkConfig.Dropout;
import org.corpuslm.neural.network.NetworkConfig.PlacedBlock;
import org.corpuslm.neural.network.NetworkConfig.Variant;
import org.corpuslm.neural.network.TiedWeights;
import org.corpuslm.neural.training.Optimization.Optimizer;
import org.junit.jupiter.api.Test;

/** Update rules, clipping, decay and tied weights, by hand. */
class OptimizationTest {
  private static final NetworkConfig SHAPE = NetworkConfig.of(Architecture.GRU, 9, 5, 5, 1);

  private static Network network(NetworkConfig shape) {
    Initialization init = new Initialization(Initialization.Scheme.UNIFORM, 0.5, 0, 4);
    Network network = Network.of(shape, init.parameters(shape));
    network.loss(2, 2, new int[] {3, 4, 5, 6}, new int[] {4, 5, 6, 7});
    return network;
  }

  /** The change of the parameters by the first update, and the gradient it came from. */
  private record Update(float[] before, float[] gradient, float[] after) {
    static Update of(NetworkConfig shape, Optimization optimization, double rate) {
      Network network = network(shape);
      float[] before = network.parameters().data().asFloat();
      float[] gradient = network.gradient().data().asFloat();
      new GradientStep(optimization, network, optimization.freshState(before.length))
          .apply(2, rate, 0);
      return new Update(before, gradient, network.parameters().data().asFloat());
    }

    double change(int i) {
      return before[i] - after[i];
    }
  }

  @Test
  void firstUpdatesOfEachRule() {
    for (Optimizer rule : Optimizer.values()) {
      Update update = Update.of(SHAPE, Recipes.optimization(rule, 0.01, 0), 0.01);
      for (int i = 0; i < update.before.length; i++) {
        double g = update.gradient[i] / 2.0;
        double expected =
            switch (rule) {
              case SGD -> 0.01 * g;
                // Sutskever et al. (2013): v = 0.9·0 − 0.01·g; the step looks ahead along v.
              case MOMENTUM -> 1.9 * 0.01 * g;
                // ND4J begins with sums of squares of 10⁻⁶.
              case ADAGRAD -> 0.01 * g / Math.sqrt(g * g + 1e-6);
              case ADAM, ADAMW -> 0.01 * Math.signum(g);
              case RMSPROP -> 0.01 * g / Math.sqrt(0.001 * g * g + 1e-8);
              case NADAM -> 0.01 * Math.signum(g) * (1 + 0.9 / 1.9);
            };
        // Where the gradient is next to nothing, ε matters.
        if (Math.abs(g) > 1e-3 || rule == Optimizer.SGD) {
          assertThat(update.change(i)).as(rule + " " + g).isCloseTo(expected, within(1e-4));
        }
      }
    }
  }

  @Test
  void clippingKeepsTheDirectionAndBoundsTheNorm() {
    Update free = Update.of(SHAPE, Recipes.optimization(Optimizer.SGD, 1, 0), 1);
    Update clipped = Update.of(SHAPE, Recipes.optimization(Optimizer.SGD, 1, 0.1), 1);
    double norm = 0;
    double factor = Double.NaN;
    for (int i = 0; i < free.before.length; i++) {
      norm += clipped.change(i) * clipped.change(i);
      if (Math.abs(free.change(i)) > 0.05) {
        factor = Double.isNaN(factor) ? clipped.change(i) / free.change(i) : factor;
        assertThat(clipped.change(i) / free.change(i)).isCloseTo(factor, within(1e-3));
      }
    }
    assertThat(Math.sqrt(norm)).isCloseTo(0.1, within(1e-5));
    assertThat(factor).isBetween(0.001, 0.9);
  }

  @Test
  void decayShrinksWeightsNotBiases() {
    Optimization plain = Recipes.optimization(Optimizer.SGD, 1, 0);
    Optimization l2 = new Optimization(Optimizer.SGD, 1, 0.9, 0.9, 0.999, 1e-8, 0.01, 0, 0);
    Optimization adam = Recipes.optimization(Optimizer.ADAM, 0.1, 0);
    Optimization adamW = new Optimization(Optimizer.ADAMW, 0.1, 0.9, 0.9, 0.999, 1e-8, 0, 0.02, 0);
    Update a = Update.of(SHAPE, plain, 1);
    Update b = Update.of(SHAPE, l2, 1);
    Update c = Update.of(SHAPE, adam, 0.1);
    Update d = Update.of(SHAPE, adamW, 0.1);
    for (PlacedBlock placed : SHAPE.parameterBlocks()) {
      boolean bias = placed.block().kind().name().equals("BIAS");
      for (int i = (int) placed.at(); i < placed.at() + placed.block().length(); i++) {
        double weight = bias ? 0 : a.before[i];
        assertThat(b.change(i) - a.change(i)).isCloseTo(0.01 * weight, within(1e-6));
        assertThat(d.change(i) - c.change(i)).isCloseTo(0.1 * 0.02 * weight, within(1e-6));
      }
    }
  }

  @Test
  void tiedWeightsStayEqual() {
    NetworkConfig tied =
        new NetworkConfig(Architecture.LSTM, 9, 5, 5, 1, Variant.PLAIN, true, null, Dropout.NONE);
    Update update = Update.of(tied, Recipes.optimization(Optimizer.ADAM, 0.1, 1), 0.1);
    TiedWeights where = TiedWeights.of(tied);
    for (int i = 0; i < where.length(); i++) {
      assertThat(update.after[where.embedding() + i]).isEqualTo(update.after[where.softmax() + i]);
    }
    assertThat(update.after).isNotEqualTo(update.before);
  }
}
