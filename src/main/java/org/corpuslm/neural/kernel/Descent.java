package org.corpuslm.neural.kernel;

/** Gradient descent in one pass over the parameters, a piece that fits the cache at a time. */
public final class Descent {
  private static final int PIECE = 1 << 12;

  private final Values parameters;
  private final Values gradient;
  private final float[] w = new float[PIECE];
  private final float[] g = new float[PIECE];

  /** Of floats. */
  public Descent(Values parameters, Values gradient) {
    this.parameters = parameters;
    this.gradient = gradient;
  }

  /**
   * w −= rate·(factor·g + λ·w); g is left alone.
   *
   * @param from index of the first of {@code n} parameters
   * @param lambda of L2
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
