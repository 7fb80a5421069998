package org.corpuslm.neural.kernel;

/**
 * Plain gradient descent in one pass over the parameters, in pieces that fit the cache. One thread.
 */
public final class Descent {
  private static final int PIECE = 1 << 12;

  private final Values parameters;
  private final Values gradient;
  private final float[] w = new float[PIECE];
  private final float[] g = new float[PIECE];

  /**
   * Prepares updates.
   *
   * @param parameters floats, which are updated
   * @param gradient gradients of the parameters, in the same order
   */
  public Descent(Values parameters, Values gradient) {
    this.parameters = parameters;
    this.gradient = gradient;
  }

  /**
   * Updates {@code n} parameters: w −= rate·(factor·g + λ·w). The gradient stays as it is.
   *
   * @param from index of the first parameter
   * @param factor factor of the gradient: mean over the streams, and clipping
   * @param lambda λ of L2 regularization; 0 = none
   * @param rate learning rate
   */
  public void step(long from, long n, double factor, double lambda, double rate) {
    for (long at = from; at < from + n; at += PIECE) {
      int some = (int) Math.min(PIECE, from + n - at);
      parameters.read(at, w, some);
      gradient.read(at, g, some);
      if (lambda == 0) {
        step(w, g, some, (float) factor, (float) rate);
      } else {
        step(w, g, some, (float) factor, (float) lambda, (float) rate);
      }
      parameters.write(at, w, some);
    }
  }

  private static void step(float[] w, float[] g, int n, float factor, float rate) {
    for (int i = 0; i < n; i++) {
      w[i] -= g[i] * factor * rate;
    }
  }

  private static void step(float[] w, float[] g, int n, float factor, float lambda, float rate) {
    for (int i = 0; i < n; i++) {
      w[i] -= (g[i] * factor + w[i] * lambda) * rate;
    }
  }
}
