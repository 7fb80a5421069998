package org.corpuslm.evaluate.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Draws of sentences: what they are, what they add up to, what they say of made-up models. */
class BootstrapTest {
  private static final int REPLICATES = 1000;

  /** Sentences of two models, in partitions of so many. */
  private static Bootstrap bootstrap(double[][] lnP, int[] tokens, int perPartition) {
    List<BootstrapSums> parts = new ArrayList<>();
    double[] weights = new double[REPLICATES];
    for (int from = 0; from < tokens.length; from += perPartition) {
      BootstrapSums part = new BootstrapSums(lnP.length, REPLICATES);
      for (int s = from; s < Math.min(tokens.length, from + perPartition); s++) {
        BootstrapSums.weights(Bootstrap.SEED, from / perPartition, s - from, weights);
        for (int m = 0; m < lnP.length; m++) {
          part.sentence(weights, m, lnP[m][s], tokens[s]);
        }
      }
      parts.add(part);
    }
    return new Bootstrap(parts, lnP.length, REPLICATES, tokens.length);
  }

  private static double[][] models(int sentences, double better, int[] tokens, long seed) {
    Random random = new Random(seed);
    double[][] lnP = new double[2][sentences];
    for (int s = 0; s < sentences; s++) {
      tokens[s] = 1 + random.nextInt(30);
      for (int t = 0; t < tokens[s]; t++) {
        double shared = -5 - 2 * random.nextGaussian();
        lnP[0][s] += shared + 0.5 * random.nextGaussian();
        lnP[1][s] += shared + 0.5 * random.nextGaussian() - better;
      }
    }
    return lnP;
  }

  @Test
  void drawsArePoissonOfMeanOne() {
    double[] weights = new double[REPLICATES];
    long[] found = new long[12];
    int sentences = 2000;
    for (int s = 0; s < sentences; s++) {
      BootstrapSums.weights(5, 3, s, weights);
      for (double w : weights) {
        found[(int) w]++;
      }
    }
    double n = (double) sentences * REPLICATES;
    double p = Math.exp(-1);
    for (int k = 0; k < 7; k++) {
      assertThat(found[k] / n).isCloseTo(p, within(5 * Math.sqrt(p / n) + 2e-5));
      p /= k + 1;
    }
    double[] again = new double[REPLICATES];
    BootstrapSums.weights(5, 3, sentences - 1, again);
    assertThat(again).isEqualTo(weights);
    BootstrapSums.weights(6, 3, sentences - 1, again);
    assertThat(again).as("another seed").isNotEqualTo(weights);
    BootstrapSums.weights(5, 4, sentences - 1, again);
    assertThat(again).as("another partition").isNotEqualTo(weights);
  }

  @Test
  void replicatesAreSumsOverTheDraws() {
    int[] tokens = new int[50];
    double[][] lnP = models(50, 0.02, tokens, 3);
    Bootstrap actual = bootstrap(lnP, tokens, 20);
    List<Double> differences = new ArrayList<>();
    double[] weights = new double[REPLICATES];
    for (int r = 0; r < REPLICATES; r++) {
      double a = 0;
      double b = 0;
      double n = 0;
      for (int s = 0; s < 50; s++) {
        BootstrapSums.weights(Bootstrap.SEED, s / 20, s % 20, weights);
        a += weights[r] * lnP[0][s];
        b += weights[r] * lnP[1][s];
        n += weights[r] * tokens[s];
      }
      differences.add((b - a) / n);
    }
    Collections.sort(differences);
    Bootstrap.Difference d = actual.difference(0, 1);
    assertThat(d.low()).isBetween(differences.get(24) - 1e-12, differences.get(25) + 1e-12);
    assertThat(d.high()).isBetween(differences.get(974) - 1e-12, differences.get(975) + 1e-12);
    long other = differences.stream().filter(x -> x >= 0).count();
    assertThat(d.pValue())
        .isCloseTo(2.0 * (Math.min(other, 1000 - other) + 1) / 1001, within(1e-9));
  }

  @Test
  void aRealDifferenceIsFoundAndNoneIsNot() {
    int[] tokens = new int[2000];
    Bootstrap real = bootstrap(models(2000, 0.05, tokens, 1), tokens, 100);
    assertThat(real.difference(0, 1).pValue()).isEqualTo(2.0 / 1001);
    assertThat(real.difference(0, 1).high()).isNegative();
    assertThat(real.difference(1, 0).low()).isPositive();
    int chance = 0;
    for (int seed = 0; seed < 40; seed++) {
      int[] some = new int[300];
      double p = bootstrap(models(300, 0, some, seed), some, 100).difference(0, 1).pValue();
      chance += p < 0.05 ? 1 : 0;
    }
    assertThat(chance).as("of 40 at the 5 % level").isLessThanOrEqualTo(7);
  }

  @Test
  void theLinearisedIntervalOfAPerplexityIsAboutThatOfReplicates() {
    int[] tokens = new int[3000];
    double[][] lnP = models(3000, 0, tokens, 9);
    PerplexityStats tally = new PerplexityStats();
    for (int s = 0; s < tokens.length; s++) {
      int[] ids = new int[tokens[s]];
      Arrays.fill(ids, 3);
      ids[ids.length - 1] = 2;
      double[] each = new double[ids.length];
      Arrays.fill(each, lnP[0][s] / ids.length);
      tally.sentence(ids, each, 0, ids.length);
    }
    double[] linear = tally.confidence95();
    BootstrapSums sums = new BootstrapSums(1, REPLICATES);
    double[] weights = new double[REPLICATES];
    for (int s = 0; s < tokens.length; s++) {
      BootstrapSums.weights(Bootstrap.SEED, 0, s, weights);
      sums.sentence(weights, 0, lnP[0][s], tokens[s]);
    }
    double[] drawn = sums.crossEntropies(0);
    Arrays.sort(drawn);
    double width = linear[1] - linear[0];
    assertThat(Math.exp(drawn[REPLICATES / 40])).isCloseTo(linear[0], within(0.12 * width));
    assertThat(Math.exp(drawn[REPLICATES - REPLICATES / 40]))
        .isCloseTo(linear[1], within(0.12 * width));
  }

  @Test
  void whatIsInfiniteOrTooLittleHasNoInterval() {
    double[][] lnP = {{-3, -4, -5}, {-3, Double.NEGATIVE_INFINITY, -5}};
    Bootstrap three = bootstrap(lnP, new int[] {1, 1, 1}, 2);
    assertThat(three.difference(0, 1)).isNull();
    assertThat(bootstrap(new double[][] {{-3}, {-4}}, new int[] {1}, 1).difference(0, 1)).isNull();
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    int[] tokens = new int[200];
    double[] lnP = models(200, 0, tokens, 2)[0];
    Bootstrap.Difference none = bootstrap(new double[][] {lnP, lnP}, tokens, 50).difference(0, 1);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isZero();
    assertThat(none.pValue()).isEqualTo(1);
  }
}
