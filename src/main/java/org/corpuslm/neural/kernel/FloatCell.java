package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.corpuslm.neural.kernel.Recurrent.Kind;

/**
 * Recurrences in floats: the equations of {@link DoubleCell}, one gate after the other over all
 * sequences of a step, in loops that the compiler turns into vector instructions (one index for all
 * arrays, few operations, no conversions). So every gate and state has an array per step.
 */
abstract sealed class FloatCell extends RecurrentCell {
  final Activations activations = new Activations();

  /** Hidden states [T+1][B·H]. */
  float[][] hs = new float[0][];

  /** Gates [gate][T][B·H]. */
  final float[][][] act;

  /** Pre-activations of one step as they lie in z, [B, gates·H]. */
  float[] step = new float[0];

  /** Gradients of the gates of one step, [gate][B·H]. */
  final float[][] dz;

  /** Gradient of the hidden state, and room for another such array. */
  float[] dh = new float[0];

  float[] row = new float[0];

  FloatCell(Kind kind, int hidden) {
    super(kind, hidden);
    act = new float[kind.gates()][0][];
    dz = new float[kind.gates()][0];
  }

  @Override
  void begin(double[] state) {
    int n = batch * hidden;
    hs = room(hs, steps + 1, n);
    for (int gate = 0; gate < act.length; gate++) {
      act[gate] = room(act[gate], steps, n);
      dz[gate] = room(dz[gate], n);
    }
    step = room(step, batch * columns);
    dh = room(dh, n);
    row = room(row, n);
    for (int i = 0; i < n; i++) {
      hs[0][i] = (float) state[i];
    }
  }

  static float[] room(float[] old, int n) {
    return old.length >= n ? old : new float[n];
  }

  static float[][] room(float[][] old, int steps, int n) {
    return old.length >= steps && old[0].length >= n ? old : new float[steps][n];
  }

  @Override
  double[] end() {
    int n = batch * hidden;
    double[] state = new double[kind.stateSize() * n];
    for (int i = 0; i < n; i++) {
      state[i] = hs[steps][i];
    }
    return state;
  }

  @Override
  void beginBackward() {
    Arrays.fill(dh, 0);
  }

  @Override
  final double backward(int t, Values dout, boolean flow) {
    dout.read(hAt(t), row, batch * hidden);
    add(dh, row, batch * hidden);
    double norm = flow ? meanNorm() : 0;
    backward(t);
    return norm;
  }

  private double meanNorm() {
    double norms = 0;
    for (int b = 0; b < batch; b++) {
      double square = 0;
      for (int j = b * hidden; j < (b + 1) * hidden; j++) {
        square += (double) dh[j] * dh[j];
      }
      norms += Math.sqrt(square);
    }
    return norms / batch;
  }

  /** Turns z[t] into its gradient, and the gradients of the state into those of the one before. */
  abstract void backward(int t);

  /** Copies some gates of step t from z. */
  final void readGates(int t, int from, int to) {
    z.read(zAt(t), step, batch * columns);
    for (int gate = from; gate < to; gate++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(step, b * columns + gate * hidden, act[gate][t], b * hidden, hidden);
      }
    }
  }

  /** Copies the gradients of all gates to z. */
  final void writeGates(int t) {
    for (int gate = 0; gate < dz.length; gate++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(dz[gate], b * hidden, step, b * columns + gate * hidden, hidden);
      }
    }
    z.write(zAt(t), step, batch * columns);
  }

  static void add(float[] sum, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += x[i];
    }
  }

  /** to = x∘y. */
  static void multiply(float[] to, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = x[i] * y[i];
    }
  }

  /** d∘= y∘(1−y), the slope of σ where it is y. */
  static void slopeOfSigmoid(float[] d, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      d[i] = d[i] * y[i] * (1 - y[i]);
    }
  }

  /** d∘= 1−y², the slope of tanh where it is y. */
  static void slopeOfTanh(float[] d, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      d[i] = d[i] * (1 - y[i] * y[i]);
    }
  }

  static final class Simple extends FloatCell {
    Simple(Kind kind, int hidden) {
      super(kind, hidden);
    }

    @Override
    void forward(int t) {
      int n = batch * hidden;
      float[] after = hs[t + 1];
      recur(t, h, 0, columns);
      z.read(zAt(t), after, n);
      if (kind == Kind.RELU) {
        for (int i = 0; i < n; i++) {
          after[i] = Math.max(0, after[i]);
        }
      } else {
        activations.tanh(after, n);
      }
      h.write(hAt(t + 1), after, n);
    }

    @Override
    void backward(int t) {
      int n = batch * hidden;
      float[] after = hs[t + 1];
      if (kind == Kind.RELU) {
        for (int i = 0; i < n; i++) {
          dh[i] = after[i] > 0 ? dh[i] : 0;
        }
      } else {
        slopeOfTanh(dh, after, n);
      }
      z.write(zAt(t), dh, n);
      recurBack(t, 0, columns);
      work.read(0, dh, n);
    }
  }

  static final class Gru extends FloatCell {
    Gru(int hidden) {
      super(Kind.GRU, hidden);
    }

    @Override
    void forward(int t) {
      int n = batch * hidden;
      float[] r = act[0][t];
      float[] u = act[1][t];
      float[] candidate = act[2][t];
      recur(t, h, 0, 2 * hidden);
      readGates(t, 0, 2);
      activations.sigmoid(r, n);
      activations.sigmoid(u, n);
      multiply(row, r, hs[t], n);
      reset.write(hAt(t), row, n);
      recur(t, reset, 2 * hidden, columns);
      readGates(t, 2, 3);
      activations.tanh(candidate, n);
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
      difference(dz[1], dh, candidate, before, n);
      slopeOfSigmoid(dz[1], u, n);
      multiply(dz[2], dh, u, n);
      slopeOfTanh(dz[2], candidate, n);
      keep(dh, u, n);
      writeGates(t); // the part of r is not known yet
      recurBack(t, 2 * hidden, columns);
      work.read(0, row, n);
      multiply(dz[0], row, before, n);
      slopeOfSigmoid(dz[0], r, n);
      multiply(row, row, r, n);
      add(dh, row, n);
      writeGates(t);
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

    /** d∘= 1−u. */
    private static void keep(float[] d, float[] u, int n) {
      for (int i = 0; i < n; i++) {
        d[i] = d[i] * (1 - u[i]);
      }
    }
  }

  static final class Lstm extends FloatCell {
    /** Memory cells [T+1][B·H], their tanh [T][B·H], their gradient. */
    private float[][] cs = new float[0][];

    private float[][] squashed = new float[0][];
    private float[] dc = new float[0];

    Lstm(int hidden) {
      super(Kind.LSTM, hidden);
    }

    @Override
    void begin(double[] state) {
      super.begin(state);
      int n = batch * hidden;
      cs = room(cs, steps + 1, n);
      squashed = room(squashed, steps, n);
      dc = room(dc, n);
      for (int i = 0; i < n; i++) {
        cs[0][i] = (float) state[n + i];
      }
    }

    @Override
    double[] end() {
      double[] state = super.end();
      int n = batch * hidden;
      for (int i = 0; i < n; i++) {
        state[n + i] = cs[steps][i];
      }
      return state;
    }

    @Override
    void beginBackward() {
      super.beginBackward();
      Arrays.fill(dc, 0);
    }

    @Override
    void forward(int t) {
      int n = batch * hidden;
      recur(t, h, 0, columns);
      readGates(t, 0, 4);
      for (int gate = 0; gate < 3; gate++) {
        activations.sigmoid(act[gate][t], n);
      }
      activations.tanh(act[3][t], n);
      remember(cs[t + 1], act[1][t], cs[t], act[0][t], act[3][t], n);
      System.arraycopy(cs[t + 1], 0, squashed[t], 0, n);
      activations.tanh(squashed[t], n);
      multiply(hs[t + 1], act[2][t], squashed[t], n);
      h.write(hAt(t + 1), hs[t + 1], n);
    }

    /** to = f∘c + i∘g. */
    private static void remember(float[] to, float[] f, float[] c, float[] i, float[] g, int n) {
      for (int k = 0; k < n; k++) {
        to[k] = f[k] * c[k] + i[k] * g[k];
      }
    }

    @Override
    void backward(int t) {
      int n = batch * hidden;
      float[] in = act[0][t];
      float[] forget = act[1][t];
      float[] open = act[2][t];
      float[] candidate = act[3][t];
      multiply(row, dh, open, n);
      slopeOfTanh(row, squashed[t], n);
      add(dc, row, n);
      multiply(dz[0], dc, candidate, n);
      slopeOfSigmoid(dz[0], in, n);
      multiply(dz[1], dc, cs[t], n);
      slopeOfSigmoid(dz[1], forget, n);
      multiply(dz[2], dh, squashed[t], n);
      slopeOfSigmoid(dz[2], open, n);
      multiply(dz[3], dc, in, n);
      slopeOfTanh(dz[3], candidate, n);
      multiply(dc, dc, forget, n);
      writeGates(t);
      recurBack(t, 0, columns);
      work.read(0, dh, n);
    }
  }
}
