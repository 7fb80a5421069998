package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Weights of a linear interpolation that make held-out text most probable, by
 * expectation-maximisation (Jelinek & Mercer 1980; Dempster, Laird & Rubin 1977): each model's new
 * weight is the share of the text that it accounts for under the old ones. The likelihood is
 * concave in the weights and never falls, so that the best ones are found from any start inside.
 */
final class ExpectationMaximisation {
  private static final double SMALL_CHANGE = 1e-7;
  private static final int MOST_ITERATIONS = 1000;

  private ExpectationMaximisation() {}

  /**
   * One pass over the text with given weights.
   *
   * @param shares Σ over tokens of λ_i p_i / Σ_j λ_j p_j
   * @param lnP Σ ln Σ_j λ_j p_j over tokens that are possible
   * @param impossible tokens to which no model of positive weight gives a probability
   */
  record Pass(double[] shares, double lnP, long impossible) implements Serializable {

    static Pass none(int models) {
      return new Pass(new double[models], 0, 0);
    }

    Pass plus(Pass other) {
      double[] sum = shares.clone();
      Arrays.setAll(sum, i -> sum[i] + other.shares[i]);
      return new Pass(sum, lnP + other.lnP, impossible + other.impossible);
    }

    /**
     * Over some tokens.
     *
     * @param p probabilities by token, then model; those of one token up to a common factor
     */
    static Pass of(double[] p, int from, int to, double[] weights) {
      int models = weights.length;
      double[] shares = new double[models];
      double lnP = 0;
      long impossible = 0;
      for (int t = from; t < to; t += models) {
        double sum = 0;
        for (int i = 0; i < models; i++) {
          sum += weights[i] * p[t + i];
        }
        if (sum == 0) {
          impossible++;
          continue;
        }
        for (int i = 0; i < models; i++) {
          shares[i] += weights[i] * p[t + i] / sum;
        }
        lnP += Math.log(sum);
      }
      return new Pass(shares, lnP, impossible);
    }
  }

  /** The text: one pass over it with given weights. */
  interface Text {
    Pass pass(double[] weights);
  }

  /**
   * The outcome.
   *
   * @param last the pass with these weights
   * @param lnP of every pass, the first one with equal weights
   */
  record Result(double[] weights, Pass last, double[] lnP) {
    int iterations() {
      return lnP.length - 1;
    }
  }

  /** Starts from equal weights and goes on until they change no more. */
  static Result run(int models, Text text) {
    double[] weights = new double[models];
    Arrays.fill(weights, 1.0 / models);
    Pass pass = text.pass(weights);
    double[] lnP = {pass.lnP()};
    boolean moving = true;
    while (moving && lnP.length <= MOST_ITERATIONS) {
      double total = Arrays.stream(pass.shares()).sum();
      double change = 0;
      double[] next = new double[models];
      for (int i = 0; i < models; i++) {
        next[i] = total > 0 ? pass.shares()[i] / total : weights[i];
        change = Math.max(change, Math.abs(next[i] - weights[i]));
      }
      weights = next;
      pass = text.pass(weights);
      lnP = Arrays.copyOf(lnP, lnP.length + 1);
      lnP[lnP.length - 1] = pass.lnP();
      moving = change > SMALL_CHANGE;
    }
    return new Result(weights, pass, lnP);
  }
}
