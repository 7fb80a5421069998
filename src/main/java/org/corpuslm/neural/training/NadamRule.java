package org.corpuslm.neural.training;

/**
 * NAdam (Dozat 2016, algorithm 8 with constant μ), with the bias correction of the mean square that
 * ND4J's updater of that name leaves out, which makes its first updates some thirty times too
 * large.
 */
final class NadamRule {
  private NadamRule() {}

  /**
   * Turns a gradient into an update.
   *
   * @param gradient becomes the update, to be subtracted
   * @param state means, then mean squares
   * @param step updates before this one
   */
  static void apply(float[] gradient, float[] state, Optimization o, double rate, int step) {
    double b1 = o.beta1();
    double b2 = o.beta2();
    int n = gradient.length;
    double now = 1 - Math.pow(b1, step + 1);
    double next = 1 - Math.pow(b1, step + 2);
    double square = 1 - Math.pow(b2, step + 1);
    for (int i = 0; i < n; i++) {
      double g = gradient[i];
      double m = b1 * state[i] + (1 - b1) * g;
      double v = b2 * state[n + i] + (1 - b2) * g * g;
      state[i] = (float) m;
      state[n + i] = (float) v;
      double mean = b1 * m / next + (1 - b1) * g / now;
      gradient[i] = (float) (rate * mean / (Math.sqrt(v / square) + o.epsilon()));
    }
  }
}
