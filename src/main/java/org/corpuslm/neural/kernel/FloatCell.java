package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.corpuslm.neural.kernel.Recurrent.Kind;

/**
 * Recurrences in floats: the equations of {@link DoubleCell}, evaluated one gate after the other
 * over all sequences of a step. Every loop has one index for all arrays, few operations and no
 * conversions, so that the compiler turns it into vector instructions; hence every gate and every
 * state has an array of B·H numbers per step.
 *
 * <p>Notation in the comments: x' is the value of x at step t−1, ∂x stands for ∂loss/∂x, ∘ is the
 * element-wise product, and R_g are the columns of R that belong to gate g.
 *
 * <p>Cost of a step, forward: a product of 2·B·H·(gates·H) operations and O(B·gates·H) in the
 * loops; backward: the same again. Products of the weights' gradients come once per pass, over all
 * steps.
 *
 * <p>Buffers grow to the longest pass and are kept. {@code hs} and {@code act} live from the
 * forward to the end of the backward pass; {@code dh} from step t+1 to step t of the backward pass;
 * {@code step}, {@code dz} and {@code row} within one step.
 */
abstract sealed class FloatCell extends RecurrentCell
    permits FloatCell.Simple, FloatGru, FloatLstm {
  final Activations activations = new Activations();

  /** Hidden states h, [T+1][B·H]; hs[0] is the state before the first step. */
  float[][] hs = new float[0][];

  /** Gates after their activation function, [gate][T][B·H]. */
  final float[][][] act;

  /** Pre-activations of one step in the layout of z, [B, gates·H]. */
  float[] step = new float[0];

  /** Gradients ∂z of the pre-activations of one step, [gate][B·H]. */
  final float[][] dz;

  /**
   * Gradient ∂h of the hidden state, [B·H]: after step t on entry of backward(t), before it on
   * exit.
   */
  float[] dh = new float[0];

  /** Scratch of a step, [B·H]. */
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
    Arrays.fill(dh, 0); // gradients stop at the end of a segment (truncated BPTT)
  }

  @Override
  final double backward(int t, Values dout, boolean norms) {
    // h_t reaches the loss twice: through the layer above and through step t+1.
    dout.read(hAt(t), row, batch * hidden);
    add(dh, row, batch * hidden);
    double norm = norms ? meanNorm() : 0;
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

  /**
   * Replaces z[t] with ∂z[t], and the gradients of the state after step t with those of the state
   * before it.
   */
  abstract void backward(int t);

  /** Copies the gates from..to of step t out of z: [B, gates·H] to [gate][B·H]. */
  final void readGates(int t, int from, int to) {
    z.read(zAt(t), step, batch * columns);
    for (int gate = from; gate < to; gate++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(step, b * columns + gate * hidden, act[gate][t], b * hidden, hidden);
      }
    }
  }

  /** Copies the gradients of all gates of step t into z: [gate][B·H] to [B, gates·H]. */
  final void writeGates(int t) {
    for (int gate = 0; gate < dz.length; gate++) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(dz[gate], b * hidden, step, b * columns + gate * hidden, hidden);
      }
    }
    z.write(zAt(t), step, batch * columns);
  }

  /** sum += x. */
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

  /** d = d∘y∘(1−y): from the gradient of y = σ(x) to that of x. */
  static void sigmoidBackward(float[] d, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      d[i] = d[i] * y[i] * (1 - y[i]);
    }
  }

  /** d = d∘(1−y²): from the gradient of y = tanh(x) to that of x. */
  static void tanhBackward(float[] d, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      d[i] = d[i] * (1 - y[i] * y[i]);
    }
  }

  /** Elman (1990): h = f(z), z = x·W + b + h'·R, f = tanh or max(0, ·). */
  static final class Simple extends FloatCell {
    Simple(Kind kind, int hidden) {
      super(kind, hidden);
    }

    @Override
    void forward(int t) {
      int n = batch * hidden;
      float[] after = hs[t + 1];
      // z += h'·R: [B, H]·[H, H]
      recur(t, h, 0, columns);
      // h = f(z)
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
      // ∂z = ∂h∘f'(z), where f' = 1{h > 0} or 1−h²
      if (kind == Kind.RELU) {
        for (int i = 0; i < n; i++) {
          dh[i] = after[i] > 0 ? dh[i] : 0;
        }
      } else {
        tanhBackward(dh, after, n);
      }
      z.write(zAt(t), dh, n);
      // ∂h' = ∂z·Rᵀ: [B, H]·[H, H]
      recurBack(t, 0, columns);
      work.read(0, dh, n);
    }
  }
}
