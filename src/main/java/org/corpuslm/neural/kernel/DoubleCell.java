package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.corpuslm.neural.kernel.Recurrent.Kind;

/**
 * Recurrences in doubles, written like their equations: the reference for {@link FloatCell}, and
 * the arithmetic in which gradients are checked against central differences. The notation is that
 * of {@link FloatCell}.
 */
abstract sealed class DoubleCell extends RecurrentCell {
  /** Hidden states h, [T+1, B, H]; the first is the state before the first step. */
  double[] hs = new double[0];

  /** Memory cells c, [T+1, B, H]. */
  double[] cs = new double[0];

  /** Gates after their activation function, [T, B, gates·H]. */
  double[] act = new double[0];

  /** Gradient ∂z of the pre-activations of a step, [B, gates·H]. */
  double[] dz = new double[0];

  /** Gradient ∂h of the hidden state, [B, H], carried from step t+1 to step t. */
  double[] dh = new double[0];

  /** Gradient ∂c of the memory cell, [B, H], carried from step t+1 to step t. */
  double[] dc = new double[0];

  /** Scratch of a step, [B, H]. */
  double[] row = new double[0];

  DoubleCell(Kind kind, int hidden) {
    super(kind, hidden);
  }

  @Override
  final void begin(double[] state) {
    int n = batch * hidden;
    boolean memory = kind.hasMemory();
    hs = room(hs, (steps + 1) * n);
    cs = memory ? room(cs, (steps + 1) * n) : cs;
    act = room(act, steps * batch * columns);
    dz = room(dz, batch * columns);
    dh = room(dh, n);
    dc = room(dc, n);
    row = room(row, n);
    System.arraycopy(state, 0, hs, 0, n);
    if (memory) {
      System.arraycopy(state, n, cs, 0, n);
    }
  }

  @Override
  final double[] end() {
    int n = batch * hidden;
    double[] state = new double[kind.stateSize() * n];
    System.arraycopy(hs, steps * n, state, 0, n);
    if (kind.hasMemory()) {
      System.arraycopy(cs, steps * n, state, n, n);
    }
    return state;
  }

  @Override
  final void beginBackward() {
    Arrays.fill(dh, 0);
    Arrays.fill(dc, 0);
  }

  @Override
  final double backward(int t, Values dout, boolean norms) {
    int n = batch * hidden;
    dout.read(hAt(t), row, 0, n);
    for (int i = 0; i < n; i++) {
      dh[i] += row[i];
    }
    double sum = 0;
    for (int b = 0; norms && b < batch; b++) {
      double square = 0;
      for (int j = b * hidden; j < (b + 1) * hidden; j++) {
        square += dh[j] * dh[j];
      }
      sum += Math.sqrt(square);
    }
    backward(t);
    return sum / batch;
  }

  /** Replaces z[t] with ∂z[t], and dh and dc with the gradients of the state before step t. */
  abstract void backward(int t);

  private static double[] room(double[] old, int n) {
    return old.length >= n ? old : new double[n];
  }

  final int at(int t) {
    return t * batch * hidden;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Elman (1990): h = f(z), z = x·W + b + h'·R, f = tanh or max(0, ·). */
  static final class Simple extends DoubleCell {
    Simple(Kind kind, int hidden) {
      super(kind, hidden);
    }

    @Override
    void forward(int t) {
      int n = batch * hidden;
      recur(t, h, 0, columns);
      int at = at(t + 1);
      z.read(zAt(t), hs, at, n);
      for (int i = at; i < at + n; i++) {
        hs[i] = kind == Kind.RELU ? Math.max(0, hs[i]) : Math.tanh(hs[i]);
      }
      h.write(hAt(t + 1), hs, at, n);
    }

    @Override
    void backward(int t) {
      int n = batch * hidden;
      int at = at(t + 1);
      for (int i = 0; i < n; i++) {
        double x = hs[at + i];
        dh[i] *= kind == Kind.RELU ? (x > 0 ? 1 : 0) : 1 - x * x;
      }
      z.write(zAt(t), dh, 0, n);
      recurBack(t, 0, columns);
      work.read(0, dh, 0, n);
    }
  }

  /**
   * Cho et al. (2014, section 2.3), with the update gate of Chung et al. (2014, equation 5): r, u =
   * σ(x·W + b + h'·R); ñ = tanh(x·W + b + (r∘h')·R); h = (1−u)∘h' + u∘ñ. Gates in the order r, u,
   * ñ.
   */
  static final class Gru extends DoubleCell {
    Gru(int hidden) {
      super(Kind.GRU, hidden);
    }

    @Override
    void forward(int t) {
      int a = t * batch * columns;
      int before = at(t);
      int after = at(t + 1);
      recur(t, h, 0, 2 * hidden);
      z.read(zAt(t), act, a, batch * columns);
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int r = a + b * columns + j;
          int i = b * hidden + j;
          act[r] = sigmoid(act[r]);
          act[r + hidden] = sigmoid(act[r + hidden]);
          row[i] = act[r] * hs[before + i];
        }
      }
      reset.write(hAt(t), row, 0, batch * hidden);
      recur(t, reset, 2 * hidden, columns);
      for (int b = 0; b < batch; b++) {
        int candidates = b * columns + 2 * hidden;
        z.read(zAt(t) + candidates, act, a + candidates, hidden);
        for (int j = 0; j < hidden; j++) {
          int r = a + b * columns + j;
          int i = b * hidden + j;
          double candidate = Math.tanh(act[r + 2 * hidden]);
          double u = act[r + hidden];
          act[r + 2 * hidden] = candidate;
          hs[after + i] = (1 - u) * hs[before + i] + u * candidate;
        }
      }
      h.write(hAt(t + 1), hs, after, batch * hidden);
    }

    @Override
    void backward(int t) {
      int a = t * batch * columns;
      int before = at(t);
      int n = batch * hidden;
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          int r = b * columns + j;
          double u = act[a + r + hidden];
          double candidate = act[a + r + 2 * hidden];
          dz[r + hidden] = dh[i] * (candidate - hs[before + i]) * u * (1 - u); // ∂z_u
          dz[r + 2 * hidden] = dh[i] * u * (1 - candidate * candidate); // ∂z_ñ
          dh[i] *= 1 - u; // ∂h', the direct path
        }
      }
      z.write(zAt(t), dz, 0, batch * columns); // the columns of r: old values until ∂z_r is known
      recurBack(t, 2 * hidden, columns);
      work.read(0, row, 0, n);
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          double r = act[a + b * columns + j];
          dz[b * columns + j] = row[i] * hs[before + i] * r * (1 - r); // ∂z_r
          dh[i] += row[i] * r; // ∂h' through r∘h'; row is ∂(r∘h')
        }
      }
      z.write(zAt(t), dz, 0, batch * columns);
      recurBack(t, 0, 2 * hidden);
      work.read(0, row, 0, n);
      for (int i = 0; i < n; i++) {
        dh[i] += row[i];
      }
    }
  }

  /**
   * Hochreiter & Schmidhuber (1997) with forget gates (Gers et al. 2000), without peepholes: i, f,
   * o = σ(z); g = tanh(z); z = x·W + b + h'·R; c = f∘c' + i∘g; h = o∘tanh(c). Gates in the order i,
   * f, o, g.
   */
  static final class Lstm extends DoubleCell {
    Lstm(int hidden) {
      super(Kind.LSTM, hidden);
    }

    @Override
    void forward(int t) {
      int a = t * batch * columns;
      int before = at(t);
      int after = at(t + 1);
      recur(t, h, 0, columns);
      z.read(zAt(t), act, a, batch * columns);
      for (int b = 0; b < batch; b++) {
        int r = a + b * columns;
        for (int j = r; j < r + 3 * hidden; j++) {
          act[j] = sigmoid(act[j]);
        }
        for (int j = r + 3 * hidden; j < r + columns; j++) {
          act[j] = Math.tanh(act[j]);
        }
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          double c = act[r + hidden + j] * cs[before + i] + act[r + j] * act[r + 3 * hidden + j];
          cs[after + i] = c;
          hs[after + i] = act[r + 2 * hidden + j] * Math.tanh(c);
        }
      }
      h.write(hAt(t + 1), hs, after, batch * hidden);
    }

    @Override
    void backward(int t) {
      int a = t * batch * columns;
      int before = at(t);
      int after = at(t + 1);
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < hidden; j++) {
          int i = b * hidden + j;
          int r = b * columns + j;
          double in = act[a + r];
          double forget = act[a + r + hidden];
          double open = act[a + r + 2 * hidden];
          double candidate = act[a + r + 3 * hidden];
          double squashed = Math.tanh(cs[after + i]);
          dc[i] += dh[i] * open * (1 - squashed * squashed); // ∂c through h
          dz[r] = dc[i] * candidate * in * (1 - in); // ∂z_i
          dz[r + hidden] = dc[i] * cs[before + i] * forget * (1 - forget); // ∂z_f
          dz[r + 2 * hidden] = dh[i] * squashed * open * (1 - open); // ∂z_o
          dz[r + 3 * hidden] = dc[i] * in * (1 - candidate * candidate); // ∂z_g
          dc[i] *= forget; // ∂c'
        }
      }
      z.write(zAt(t), dz, 0, batch * columns);
      recurBack(t, 0, columns);
      work.read(0, dh, 0, batch * hidden);
    }
  }
}
