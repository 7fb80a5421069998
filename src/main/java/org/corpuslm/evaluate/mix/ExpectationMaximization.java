package org.corpuslm.evaluate.mix;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Finds the weights λ of a linear interpolation that maximize the probability of held-out text, by
 * expectation-maximization (Jelinek & Mercer 1980; Dempster, Laird & Rubin 1977): the new λ_i is
 * the mean over the tokens of λ_i p_i / Σ_j λ_j p_j. The log-likelihood is concave in λ and never
 * falls from step to step, so the optimum is reached from any start with positive weights.
 */
final class ExpectationMaximization {
  private static final double SMALL_CHANGE = 1e-7;
  private static final double FIRST_PRUNING_LIMIT = 1e-3;
  private static final int MAX_ITERATIONS = 1000;

  private ExpectationMaximization() {}

  /**
   * Sums of one pass over the text with given weights λ.
   *
   * @param ratios Σ over the tokens of p_i / Σ_j λ_j p_j, the derivative of lnP by λ_i; {@code
   *     [models]}
   * @param lnP Σ ln Σ_j λ_j p_j over the possible tokens
   * @param impossible number of tokens with probability zero under every model of positive weight
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
     * Sums over a range of tokens.
     *
     * @param p probabilities, {@code [token][model]} in one array; those of one token may share a
     *     factor
     * @param from index in {@code p} to begin with
     * @param to index in {@code p} to end before
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

  /** Held-out text over which the sums of a {@link Pass} can be computed. */
  interface Text {
    Pass pass(double[] weights);
  }

  /**
   * The weights that were found.
   *
   * @param last the pass with these weights
   * @param lnP log-likelihood of every pass, of which the first one has equal weights
   */
  record Result(double[] weights, Pass last, double[] lnP) {
    int iterations() {
      return lnP.length - 1;
    }
  }

  /** Starts from equal weights, and iterates until no weight changes by more than 1e-7. */
  static Result run(int models, Text text) {
    double[] weights = new double[models];
    Arrays.fill(weights, 1.0 / models);
    return run(weights, text);
  }

  /** Starts from given weights, of which those that are 0 stay 0; else as {@link #run}. */
  static Result run(double[] start, Text text) {
    int models = start.length;
    double[] weights = start;
    Pass pass = text.pass(weights);
    double[] lnP = {pass.lnP()};
    double pruneBelow = FIRST_PRUNING_LIMIT;
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
      double limit = pruneBelow;
      if (Arrays.stream(weights).anyMatch(w -> w > 0 && w < limit)) {
        double[] without = without(weights, limit);
        Pass trial = text.pass(without);
        if (isBest(weights, pass, without, trial)) {
          weights = without;
          pass = trial;
        }
        pruneBelow /= 8;
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

  /** Sets weights below a limit to 0, which they approach but would never reach. */
  private static double[] without(double[] weights, double limit) {
    double[] rest = Arrays.stream(weights).map(w -> w < limit ? 0 : w).toArray();
    double sum = Arrays.stream(rest).sum();
    return Arrays.stream(rest).map(w -> w / sum).toArray();
  }

  /**
   * Returns whether the weights without some of the models are as good as those with all of them,
   * and no omitted model would improve them.
   */
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
