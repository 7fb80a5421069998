package org.corpuslm.neural.kernel;

import java.util.Arrays;

/**
 * tanh and σ of arrays of floats, in loops that the compiler turns into vector instructions: one
 * index, few operations, no conversions. tanh is the rational approximation of Eigen (P₁₃/Q₆ on
 * [−7.9, 7.9]), with an absolute error below 5·10⁻⁷; σ(x) = ½ + ½·tanh(x/2). NaN stays NaN. One
 * thread: the scratch arrays grow to the largest n and are kept.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as they were published
final class Activations {
  /** Bound of the approximation: beyond it tanh is 1 in floats. */
  private static final float MAX = 7.90531110763549805f;

  private float[] square = new float[0]; // x², then the denominator Q(x²)
  private float[] above = new float[0]; // the numerator P(x²)
  private float[] heap = new float[0];

  /** Replaces the first {@code n} numbers with their tanh. */
  void tanh(float[] x, int n) {
    room(n);
    tanh(x, square, above, n);
  }

  /** Replaces the first {@code n} numbers with their tanh; for doubles by {@link Math#tanh}. */
  void tanh(Values x, int n) {
    if (x.single()) {
      heap = heap.length >= n ? heap : new float[n];
      x.read(0, heap, n);
      tanh(heap, n);
      x.write(0, heap, n);
    } else {
      double[] all = new double[n];
      x.read(0, all, 0, n);
      for (int i = 0; i < n; i++) {
        all[i] = Math.tanh(all[i]);
      }
      x.write(0, all, 0, n);
    }
  }

  /**
   * Replaces outputs of a tanh by the gradients of its inputs: y = d∘(1−y²).
   *
   * @param y outputs of the tanh, from index {@code at} on
   * @param d gradients of the outputs, from index {@code dAt} on
   */
  void tanhBackward(Values y, long at, Values d, long dAt, int n) {
    double[] out = new double[n];
    double[] gradient = new double[n];
    y.read(at, out, 0, n);
    d.read(dAt, gradient, 0, n);
    for (int i = 0; i < n; i++) {
      gradient[i] *= 1 - out[i] * out[i];
    }
    y.write(at, gradient, 0, n);
  }

  /** Replaces the first {@code n} numbers with their logistic function. */
  void sigmoid(float[] x, int n) {
    room(n);
    for (int i = 0; i < n; i++) {
      x[i] = 0.5f * x[i];
    }
    tanh(x, square, above, n);
    for (int i = 0; i < n; i++) {
      x[i] = 0.5f * x[i] + 0.5f;
    }
  }

  private void room(int n) {
    if (square.length < n) {
      square = Arrays.copyOf(square, n);
      above = Arrays.copyOf(above, n);
    }
  }

  private static void tanh(float[] x, float[] y, float[] p, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.min(Math.max(x[i], -MAX), MAX);
    }
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * x[i];
    }
    for (int i = 0; i < n; i++) {
      float s = y[i];
      float q = -2.76076847742355e-16f * s + 2.00018790482477e-13f;
      q = q * s - 8.60467152213735e-11f;
      p[i] = q * s + 5.12229709037114e-08f;
    }
    for (int i = 0; i < n; i++) {
      float s = y[i];
      float q = p[i] * s + 1.48572235717979e-05f;
      q = q * s + 6.37261928875436e-04f;
      p[i] = q * s + 4.89352455891786e-03f;
    }
    for (int i = 0; i < n; i++) {
      float s = y[i];
      float q = 1.19825839466702e-06f * s + 1.18534705686654e-04f;
      q = q * s + 2.26843463243900e-03f;
      y[i] = q * s + 4.89352518554385e-03f;
    }
    for (int i = 0; i < n; i++) {
      x[i] = x[i] * p[i] / y[i];
    }
  }
}
