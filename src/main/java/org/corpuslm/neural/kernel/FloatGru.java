package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Recurrent.Kind;

/**
 * The GRU in floats (Cho et al. 2014, section 2.3, with the update gate of Chung et al. 2014,
 * equation 5): r, u = σ(z), ñ = tanh(z_ñ), h = (1−u)∘h' + u∘ñ, where z = x·W + b + h'·R for r and u
 * and z_ñ = x·W_ñ + b_ñ + (r∘h')·R_ñ. Gates in the order r, u, ñ.
 */
final class FloatGru extends FloatCell {
  FloatGru(int hidden) {
    super(Kind.GRU, hidden);
  }

  @Override
  void forward(int t) {
    int n = batch * hidden;
    float[] r = act[0][t];
    float[] u = act[1][t];
    float[] candidate = act[2][t];
    // r, u = σ(z + h'·R): [B, H]·[H, 2H]
    recur(t, h, 0, 2 * hidden);
    readGates(t, 0, 2);
    activations.sigmoid(r, n);
    activations.sigmoid(u, n);
    // ñ = tanh(z + (r∘h')·R_ñ): [B, H]·[H, H]; r∘h' is kept in reset for ∂R_ñ
    multiply(row, r, hs[t], n);
    reset.write(hAt(t), row, n);
    recur(t, reset, 2 * hidden, columns);
    readGates(t, 2, 3);
    activations.tanh(candidate, n);
    // h = (1−u)∘h' + u∘ñ
    mix(hs[t + 1], u, hs[t], candidate, n);
    h.write(hAt(t + 1), hs[t + 1], n);
  }

  /** to = (1−u)∘x + u∘y. */
  private static void mix(float[] to, float[] u, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] + u[i] * (y[i] - x[i]);
    }
  }

  @Override
  void backward(int t) {
    int n = batch * hidden;
    float[] r = act[0][t];
    float[] u = act[1][t];
    float[] candidate = act[2][t];
    float[] before = hs[t];
    // h = (1−u)∘h' + u∘ñ  ⇒  ∂u = ∂h∘(ñ−h'),  ∂z_u = ∂u∘u∘(1−u)
    difference(dz[1], dh, candidate, before, n);
    sigmoidBackward(dz[1], u, n);
    // ∂ñ = ∂h∘u,  ∂z_ñ = ∂ñ∘(1−ñ²)
    multiply(dz[2], dh, u, n);
    tanhBackward(dz[2], candidate, n);
    // ∂h' = ∂h∘(1−u), the direct path; dh holds ∂h' from here on
    keep(dh, u, n);
    writeGates(t); // the columns of r hold old values until ∂z_r is known
    // ∂(r∘h') = ∂z_ñ·R_ñᵀ: [B, H]·[H, H]
    recurBack(t, 2 * hidden, columns);
    work.read(0, row, n);
    // ∂r = ∂(r∘h')∘h',  ∂z_r = ∂r∘r∘(1−r)
    multiply(dz[0], row, before, n);
    sigmoidBackward(dz[0], r, n);
    // ∂h' += ∂(r∘h')∘r
    multiply(row, row, r, n);
    add(dh, row, n);
    writeGates(t);
    // ∂h' += [∂z_r, ∂z_u]·[R_r, R_u]ᵀ: [B, 2H]·[2H, H]
    recurBack(t, 0, 2 * hidden);
    work.read(0, row, n);
    add(dh, row, n);
  }

  /** to = d∘(x − y). */
  private static void difference(float[] to, float[] d, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = d[i] * (x[i] - y[i]);
    }
  }

  /** d = d∘(1−u). */
  private static void keep(float[] d, float[] u, int n) {
    for (int i = 0; i < n; i++) {
      d[i] = d[i] * (1 - u[i]);
    }
  }
}
