package org.corpuslm.evaluate.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.corpuslm.evaluate.mix.ExpectationMaximization.Pass;
import org.corpuslm.evaluate.mix.ExpectationMaximization.Result;
import org.junit.jupiter.api.Test;

/** The weights against a grid; the likelihood from step to step. */
class ExpectationMaximizationTest {
  /** −∞ if the mixture makes a token impossible that one of the models could give. */
  private static double lnP(double[] p, double... weights) {
    double sum = 0;
    for (int t = 0; t < p.length; t += weights.length) {
      double mixture = 0;
      double most = 0;
      for (int i = 0; i < weights.length; i++) {
        mixture += Math.max(0, weights[i]) * p[t + i];
        most = Math.max(most, p[t + i]);
      }
      sum += most > 0 ? Math.log(mixture) : 0;
    }
    return sum;
  }

  private static double[] probabilities(Random random, int models, int tokens) {
    double[] p = new double[models * tokens];
    for (int i = 0; i < p.length; i++) {
      p[i] = random.nextInt(10) == 0 ? 0 : Math.exp(-8 * random.nextDouble());
    }
    return p;
  }

  @Property(tries = 25)
  void theLikelihoodNeverFallsAndEndsAtTheTopOfAGrid(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int models) {
    Random random = new Random(seed);
    double[] p = probabilities(random, models, 1 + random.nextInt(300));
    Result result =
        ExpectationMaximization.run(models, weights -> Pass.of(p, 0, p.length, weights));
    double[] steps = result.lnP();
    for (int i = 1; i < steps.length; i++) {
      assertThat(steps[i]).isGreaterThanOrEqualTo(steps[i - 1] - 1e-9 * Math.abs(steps[i - 1]));
    }
    assertThat(Arrays.stream(result.weights()).sum()).isCloseTo(1, within(1e-12));
    double found = lnP(p, result.weights());
    assertThat(result.last().lnP()).isCloseTo(found, within(1e-9 * (1 + Math.abs(found))));
    for (double a = 0.01; a < 1; a += 0.01) {
      for (double b = 0; b < (models == 3 ? 1 - a : 0.005); b += 0.01) {
        double grid = models == 3 ? lnP(p, a, b, 1 - a - b) : lnP(p, a, 1 - a);
        assertThat(found).isGreaterThanOrEqualTo(grid - 1e-3 - 1e-5 * p.length);
      }
    }
  }

  @Property(tries = 25)
  void commonFactorsOfATokenDoNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    double[] p = probabilities(random, 2, 50);
    double[] scaled = p.clone();
    for (int t = 0; t < p.length; t += 2) {
      double factor = Math.exp(3 * random.nextGaussian());
      scaled[t] *= factor;
      scaled[t + 1] *= factor;
    }
    assertThat(ExpectationMaximization.run(2, w -> Pass.of(scaled, 0, p.length, w)).weights())
        .containsExactly(
            ExpectationMaximization.run(2, w -> Pass.of(p, 0, p.length, w)).weights(),
            within(1e-6));
  }

  @Test
  void aModelThatOnlyHarmsGetsNothing() {
    double[] p = probabilities(new Random(1), 2, 500);
    for (int t = 0; t < p.length; t += 2) {
      p[t] += 1e-9;
      p[t + 1] = p[t] * 0.9;
    }
    Result result = ExpectationMaximization.run(2, w -> Pass.of(p, 0, p.length, w));
    assertThat(result.weights()).containsExactly(1, 0);
    assertThat(result.iterations()).isLessThan(100);
  }
}
