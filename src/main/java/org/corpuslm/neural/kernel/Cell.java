package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Values.Matrix;

/**
 * The recurrence of one kind of network, step by step. Elementwise arithmetic is in doubles
 * whatever the type of the values.
 */
abstract sealed class Cell permits Cell.Simple, Cell.Gru, Cell.Lstm {

  /** Blocks of {@code hidden} columns in the pre-activations. */
  abstract int gates();

  /** Whether there is a memory cell beside the hidden state. */
  boolean hasMemory() {
    return false;
  }

  /** From pre-activations of the input in z[t] and the state before to the state after step t. */
  abstract void forward(Recurrence s, int t);

  /**
   * Turns z[t] into its gradient.
   *
   * @param dh gradient of the hidden state after step t; becomes that of the state before
   */
  abstract void backward(Recurrence s, int t, double[] dh);

  /** Gradient of the recurrent weights, of all steps at once. */
  void recurrentGradient(Recurrence s, Values dr) {
    int g = gates() * s.hidden;
    Values.product(
        s.hidden,
        g,
        s.steps * s.batch,
        Matrix.of(s.h, 0, s.hidden).t(),
        Matrix.of(s.z, 0, g),
        0,
        Matrix.of(dr, 0, g));
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double tanh(double x) {
    return 1 - 2 / (Math.exp(2 * x) + 1);
  }

  /** z[t] += h[t−1]·R. */
  private static void recur(Recurrence s, int t, int g) {
    Values.product(
        s.batch,
        g,
        s.hidden,
        Matrix.of(s.h, s.hAt(t), s.hidden),
        Matrix.of(s.recurrent, 0, g),
        1,
        Matrix.of(s.z, s.zAt(t, g), g));
  }

  /** dh = ∂z[t]·Rᵀ. */
  private static void recurBack(Recurrence s, int t, int g, double[] dh) {
    Values.product(
        s.batch,
        s.hidden,
        g,
        Matrix.of(s.z, s.zAt(t, g), g),
        Matrix.of(s.recurrent, 0, g).t(),
        0,
        Matrix.of(s.work, 0, s.hidden));
    s.work.read(0, dh, 0, s.batch * s.hidden);
  }

  /** Elman (1990): h = f(z + h'·R), f = tanh or max(0, ·). */
  static final class Simple extends Cell {
    private final boolean relu;

    Simple(boolean relu) {
      this.relu = relu;
    }

    @Override
    int gates() {
      return 1;
    }

    @Override
    void forward(Recurrence s, int t) {
      int n = s.batch * s.hidden;
      recur(s, t, s.hidden);
      int at = s.hHeapAt(t + 1);
      s.z.read(s.zAt(t, s.hidden), s.hs, at, n);
      for (int i = at; i < at + n; i++) {
        s.hs[i] = relu ? Math.max(0, s.hs[i]) : tanh(s.hs[i]);
      }
      s.h.write(s.hAt(t + 1), s.hs, at, n);
    }

    @Override
    void backward(Recurrence s, int t, double[] dh) {
      int n = s.batch * s.hidden;
      int at = s.hHeapAt(t + 1);
      for (int i = 0; i < n; i++) {
        double h = s.hs[at + i];
        dh[i] *= relu ? (h > 0 ? 1 : 0) : 1 - h * h;
      }
      s.z.write(s.zAt(t, s.hidden), dh, 0, n);
      recurBack(s, t, s.hidden, dh);
    }
  }

  /**
   * Cho et al. (2014), with the update gate of Chung et al. (2014): r, u = σ(z + h'·R); ñ = tanh(z
   * + (r∘h')·R); h = (1−u)∘h' + u∘ñ. Gates in the order r, u, ñ.
   */
  static final class Gru extends Cell {
    @Override
    int gates() {
      return 3;
    }

    @Override
    void forward(Recurrence s, int t) {
      int hidden = s.hidden;
      int g = 3 * hidden;
      int n = s.batch * g;
      long at = s.zAt(t, g);
      int a = t * n;
      int before = s.hHeapAt(t);
      int after = s.hHeapAt(t + 1);
      Values.product(
          s.batch,
          2 * hidden,
          hidden,
          Matrix.of(s.h, s.hAt(t), hidden),
          Matrix.of(s.recurrent, 0, g),
          1,
          Matrix.of(s.z, at, g));
      s.z.read(at, s.act, a, n);
      for (int b = 0; b < s.batch; b++) {
        int row = a + b * g;
        for (int j = 0; j < hidden; j++) {
          s.act[row + j] = sigmoid(s.act[row + j]);
          s.act[row + hidden + j] = sigmoid(s.act[row + hidden + j]);
          int i = b * hidden + j;
          s.row[i] = s.act[row + j] * s.hs[before + i];
        }
      }
      s.reset.write(s.hAt(t), s.row, 0, s.batch * hidden);
      Values.product(
          s.batch,
          hidden,
          hidden,
          Matrix.of(s.reset, s.hAt(t), hidden),
          Matrix.of(s.recurrent, 2L * hidden, g),
          1,
          Matrix.of(s.z, at + 2L * hidden, g));
      for (int b = 0; b < s.batch; b++) {
        int row = a + b * g;
        s.z.read(at + (long) b * g + 2L * hidden, s.act, row + 2 * hidden, hidden);
        for (int j = 0; j < hidden; j++) {
          double candidate = tanh(s.act[row + 2 * hidden + j]);
          double u = s.act[row + hidden + j];
          int i = b * hidden + j;
          s.act[row + 2 * hidden + j] = candidate;
          s.hs[after + i] = (1 - u) * s.hs[before + i] + u * candidate;
        }
      }
      s.h.write(s.hAt(t + 1), s.hs, after, s.batch * hidden);
    }

    @Override
    void backward(Recurrence s, int t, double[] dh) {
      int hidden = s.hidden;
      int g = 3 * hidden;
      int n = s.batch * g;
      long at = s.zAt(t, g);
      int a = t * n;
      int before = s.hHeapAt(t);
      double[] dz = s.dz;
      for (int b = 0; b < s.batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          int z = b * g + j;
          double u = s.act[a + z + hidden];
          double candidate = s.act[a + z + 2 * hidden];
          dz[z + hidden] = dh[i] * (candidate - s.hs[before + i]) * u * (1 - u);
          dz[z + 2 * hidden] = dh[i] * u * (1 - candidate * candidate);
          dh[i] *= 1 - u;
        }
      }
      s.z.write(at, dz, 0, n); // the part of r is not known yet
      Values.product(
          s.batch,
          hidden,
          hidden,
          Matrix.of(s.z, at + 2L * hidden, g),
          Matrix.of(s.recurrent, 2L * hidden, g).t(),
          0,
          Matrix.of(s.work, 0, hidden));
      s.work.read(0, s.row, 0, s.batch * hidden);
      for (int b = 0; b < s.batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          int z = b * g + j;
          double r = s.act[a + z];
          dz[z] = s.row[i] * s.hs[before + i] * r * (1 - r);
          dh[i] += s.row[i] * r;
        }
      }
      s.z.write(at, dz, 0, n);
      Values.product(
          s.batch,
          hidden,
          2 * hidden,
          Matrix.of(s.z, at, g),
          Matrix.of(s.recurrent, 0, g).t(),
          0,
          Matrix.of(s.work, 0, hidden));
      s.work.read(0, s.row, 0, s.batch * hidden);
      for (int i = 0; i < s.batch * hidden; i++) {
        dh[i] += s.row[i];
      }
    }

    @Override
    void recurrentGradient(Recurrence s, Values dr) {
      int hidden = s.hidden;
      int g = 3 * hidden;
      int rows = s.steps * s.batch;
      Values.product(
          hidden,
          2 * hidden,
          rows,
          Matrix.of(s.h, 0, hidden).t(),
          Matrix.of(s.z, 0, g),
          0,
          Matrix.of(dr, 0, g));
      Values.product(
          hidden,
          hidden,
          rows,
          Matrix.of(s.reset, 0, hidden).t(),
          Matrix.of(s.z, 2L * hidden, g),
          0,
          Matrix.of(dr, 2L * hidden, g));
    }
  }

  /**
   * Hochreiter & Schmidhuber (1997) with forget gates (Gers et al. 2000), without peepholes: i, f,
   * o = σ(z + h'·R); g = tanh(z + h'·R); c = f∘c' + i∘g; h = o∘tanh(c). Gates in the order i, f, o,
   * g.
   */
  static final class Lstm extends Cell {
    @Override
    int gates() {
      return 4;
    }

    @Override
    boolean hasMemory() {
      return true;
    }

    @Override
    void forward(Recurrence s, int t) {
      int hidden = s.hidden;
      int g = 4 * hidden;
      int n = s.batch * g;
      int a = t * n;
      int before = s.hHeapAt(t);
      int after = s.hHeapAt(t + 1);
      recur(s, t, g);
      s.z.read(s.zAt(t, g), s.act, a, n);
      double[] act = s.act;
      for (int b = 0; b < s.batch; b++) {
        int row = a + b * g;
        for (int j = row; j < row + 3 * hidden; j++) {
          act[j] = sigmoid(act[j]);
        }
        for (int j = row + 3 * hidden; j < row + g; j++) {
          act[j] = tanh(act[j]);
        }
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          double c =
              act[row + hidden + j] * s.cs[before + i] + act[row + j] * act[row + 3 * hidden + j];
          s.cs[after + i] = c;
          s.hs[after + i] = act[row + 2 * hidden + j] * tanh(c);
        }
      }
      s.h.write(s.hAt(t + 1), s.hs, after, s.batch * hidden);
    }

    @Override
    void backward(Recurrence s, int t, double[] dh) {
      int hidden = s.hidden;
      int g = 4 * hidden;
      int n = s.batch * g;
      int a = t * n;
      int before = s.hHeapAt(t);
      int after = s.hHeapAt(t + 1);
      double[] act = s.act;
      double[] dz = s.dz;
      for (int b = 0; b < s.batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          int z = b * g + j;
          double in = act[a + z];
          double forget = act[a + z + hidden];
          double open = act[a + z + 2 * hidden];
          double candidate = act[a + z + 3 * hidden];
          double squashed = tanh(s.cs[after + i]);
          double dc = s.dc[i] + dh[i] * open * (1 - squashed * squashed);
          dz[z] = dc * candidate * in * (1 - in);
          dz[z + hidden] = dc * s.cs[before + i] * forget * (1 - forget);
          dz[z + 2 * hidden] = dh[i] * squashed * open * (1 - open);
          dz[z + 3 * hidden] = dc * in * (1 - candidate * candidate);
          s.dc[i] = dc * forget;
        }
      }
      s.z.write(s.zAt(t, g), dz, 0, n);
      recurBack(s, t, g, dh);
    }
  }
}
