package org.corpuslm.neural.kernel;

import org.bytedeco.openblas.global.openblas;

/**
 * A matrix inside {@link Values}, for products by BLAS.
 *
 * @param at index of its first element
 * @param stride numbers from one row to the next in memory
 * @param transposed whether the memory contains the transpose of the matrix
 */
record Matrix(Values values, long at, int stride, boolean transposed) {
  /** Returns a row-major matrix. */
  static Matrix of(Values values, long at, int stride) {
    return new Matrix(values, at, stride, false);
  }

  /** Returns the transpose; nothing is moved. */
  Matrix t() {
    return new Matrix(values, at, stride, !transposed);
  }

  /**
   * Computes {@code c = a·b + beta·c} with one call of BLAS: 2·m·n·k operations.
   *
   * @param a [m, k]
   * @param b [k, n]
   * @param beta 0 = c is overwritten, 1 = the product is added
   * @param c [m, n]; shares no numbers with a and b
   */
  static void product(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
    if (m == 0 || n == 0) {
      return;
    }
    int ta = a.transposed ? openblas.CblasTrans : openblas.CblasNoTrans;
    int tb = b.transposed ? openblas.CblasTrans : openblas.CblasNoTrans;
    int order = openblas.CblasRowMajor;
    if (m == 1 && c.values.single()) {
      // One row, as when a single text is scored: gemm would spend most of its time packing b.
      openblas.cblas_sgemv(
          order,
          b.transposed ? openblas.CblasNoTrans : openblas.CblasTrans,
          b.transposed ? n : k,
          b.transposed ? k : n,
          1f,
          b.values.floatsAt(b.at),
          b.stride,
          a.values.floatsAt(a.at),
          a.transposed ? a.stride : 1,
          (float) beta,
          c.values.floatsAt(c.at),
          1);
    } else if (c.values.single()) {
      openblas.cblas_sgemm(
          order,
          ta,
          tb,
          m,
          n,
          k,
          1f,
          a.values.floatsAt(a.at),
          a.stride,
          b.values.floatsAt(b.at),
          b.stride,
          (float) beta,
          c.values.floatsAt(c.at),
          c.stride);
    } else {
      openblas.cblas_dgemm(
          order,
          ta,
          tb,
          m,
          n,
          k,
          1,
          a.values.doublesAt(a.at),
          a.stride,
          b.values.doublesAt(b.at),
          b.stride,
          beta,
          c.values.doublesAt(c.at),
          c.stride);
    }
  }

  /**
   * Forward pass of an affine map over all rows at once: z = x·W + b.
   *
   * @param x [rows, in]
   * @param w [in, out]
   * @param b [out]
   * @param z receives [rows, out]
   */
  static void affine(int rows, int in, int out, Values x, Values w, Values b, Values z) {
    z.fill(rows, b, 0, out);
    product(rows, out, in, of(x, 0, in), of(w, 0, out), 1, of(z, 0, out));
  }

  /**
   * Gradients of the parameters of {@link #affine}: ∂W = xᵀ·∂z, ∂b = the sum of the rows of ∂z.
   *
   * @param x [rows, in], as in the forward pass
   * @param dz [rows, out]
   * @param dw receives [in, out]
   * @param db receives [out]
   */
  static void affineGradients(
      int rows, int in, int out, Values x, Values dz, Values dw, Values db) {
    product(in, out, rows, of(x, 0, in).t(), of(dz, 0, out), 0, of(dw, 0, out));
    db.zero(0, out);
    for (int r = 0; r < rows; r++) {
      db.add(0, dz, (long) r * out, out);
    }
  }
}
