package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Weights of a linear interpolation that make held-out text most probable, by
 * expectation-maximization (Jelinek & Mercer 1980; Dempster, Laird & Rubin 1977): each model's new
 * weight is the share of the text that it accounts for under the old ones. The likelihood is
 * concave in the weights and never falls, so that the best ones are found from any start inside.
 */
final class ExpectationMaximization {
  private static final double SMALL_CHANGE = 1e-7;
  private static final double NEARLY_NOTHING = 1e-3;
  private static final int MAX_ITERATIONS = 1000;

  private ExpectationMaximization() {}

  /**
   * One pass over the text with given weights.
   *
   * @param ratios Σ over tokens of p_i / Σ_j λ_j p_j: the slope of lnP along λ_i
   * @param lnP Σ ln Σ_j λ_j p_j over tokens that are possible
   * @param impossible tokens to which no model of positive weight gives a probability
   */
  record Pass(double[] ratios, double lnP, long impossible) implements Serializable {

    static Pass none(int models) {
      return new Pass(new double[models], 0, 0);
    }

    Pass plus(Pass other) {
      double[] sum = ratios.clone();
      Arrays.setAll(sum, i -> sum[i] + other.ratios[i]);
      return new Pass(sum, lnP + other.lnP, impossible + other.impossible);
    }

    /**
     * Over some tokens.
     *
     * @param p probabilities by token, then model; those of one token up to a common factor
     */
    static Pass of(double[] p, int from, int to, double[] weights) {
      int models = weights.length;
      double[] ratios = new double[models];
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
          ratios[i] += p[t + i] / sum;
        }
        lnP += Math.log(sum);
      }
      return new Pass(ratios, lnP, impossible);
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
    double nothing = NEARLY_NOTHING;
    boolean moving = true;
    while (moving && lnP.length <= MAX_ITERATIONS) {
      double[] next = step(weights, pass);
      double change = 0;
      for (int i = 0; i < models; i++) {
        change = Math.max(change, Math.abs(next[i] - weights[i]));
      }
      moving = change > SMALL_CHANGE;
      weights = next;
      pass = text.pass(weights);
      double limit = nothing;
      if (Arrays.stream(weights).anyMatch(w -> w > 0 && w < limit)) {
        double[] without = without(weights, limit);
        Pass trial = text.pass(without);
        if (isBest(weights, pass, without, trial)) {
          weights = without;
          pass = trial;
        }
        nothing /= 8;
      }
      lnP = Arrays.copyOf(lnP, lnP.length + 1);
      lnP[lnP.length - 1] = pass.lnP();
    }
    return new Result(weights, pass, lnP);
  }

  private static double[] step(double[] weights, Pass pass) {
    double[] next = weights.clone();
    Arrays.setAll(next, i -> weights[i] * pass.ratios()[i]);
    double total = Arrays.stream(next).sum();
    Arrays.setAll(next, i -> total > 0 ? next[i] / total : weights[i]);
    return next;
  }

  /** Weights on their way to 0 would never get there: leaves out those below a limit. */
  private static double[] without(double[] weights, double limit) {
    double[] rest = Arrays.stream(weights).map(w -> w < limit ? 0 : w).toArray();
    double sum = Arrays.stream(rest).sum();
    return Arrays.stream(rest).map(w -> w / sum).toArray();
  }

  /** Whether leaving models out is no loss, and taking any of them in again no gain. */
  private static boolean isBest(double[] weights, Pass with, double[] without, Pass trial) {
    double total = 0;
    for (int i = 0; i < without.length; i++) {
      total += without[i] * trial.ratios()[i];
    }
    boolean best = trial.lnP() >= with.lnP() && trial.impossible() == with.impossible();
    for (int i = 0; i < without.length; i++) {
      best &= weights[i] == 0 || without[i] > 0 || trial.ratios()[i] <= total;
    }
    return best;
  }
}
