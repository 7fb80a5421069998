package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Values.Matrix;

/** z = x·W + b over all rows at once, and its gradients. */
final class Affine {
  private Affine() {}

  static void forward(int rows, int in, int out, Values x, Values w, Values b, Values z) {
    z.fill(rows, b, 0, out);
    Values.product(
        rows, out, in, Matrix.of(x, 0, in), Matrix.of(w, 0, out), 1, Matrix.of(z, 0, out));
  }

  /** Sets ∂W = xᵀ·∂z and ∂b = the column sums of ∂z. */
  static void backward(int rows, int in, int out, Values x, Values dz, Values dw, Values db) {
    Values.product(
        in, out, rows, Matrix.of(x, 0, in).t(), Matrix.of(dz, 0, out), 0, Matrix.of(dw, 0, out));
    db.zero(0, out);
    for (int r = 0; r < rows; r++) {
      db.add(0, dz, (long) r * out, out);
    }
  }
}
