package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.corpuslm.neural.kernel.Recurrent.Kind;

/**
 * The LSTM in floats (Hochreiter & Schmidhuber 1997, with the forget gates of Gers et al. 2000,
 * without peepholes): i, f, o = σ(z), g = tanh(z_g), z = x·W + b + h'·R, c = f∘c' + i∘g, h =
 * o∘tanh(c). Gates in the order i, f, o, g.
 */
final class FloatLstm extends FloatCell {
  /** Memory cells c, [T+1][B·H]; cs[0] is the state before the first step. */
  private float[][] cs = new float[0][];

  /**
   * tanh(c) after each step, [T][B·H], computed in the forward pass and reused in the backward
   * pass.
   */
  private float[][] squashed = new float[0][];

  /** Gradient ∂c of the memory cell, [B·H]; carried from step t+1 to step t like dh. */
  private float[] dc = new float[0];

  FloatLstm(int hidden) {
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
    // z += h'·R: [B, H]·[H, 4H]
    recur(t, h, 0, columns);
    readGates(t, 0, 4);
    // i, f, o = σ(z);  g = tanh(z)
    for (int gate = 0; gate < 3; gate++) {
      activations.sigmoid(act[gate][t], n);
    }
    activations.tanh(act[3][t], n);
    // c = f∘c' + i∘g
    remember(cs[t + 1], act[1][t], cs[t], act[0][t], act[3][t], n);
    // h = o∘tanh(c)
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
    // h = o∘tanh(c)  ⇒  ∂c += ∂h∘o∘(1−tanh²(c)); dc already holds the part through step t+1
    multiply(row, dh, open, n);
    tanhBackward(row, squashed[t], n);
    add(dc, row, n);
    // c = f∘c' + i∘g  ⇒  ∂i = ∂c∘g,  ∂z_i = ∂i∘i∘(1−i)
    multiply(dz[0], dc, candidate, n);
    sigmoidBackward(dz[0], in, n);
    // ∂f = ∂c∘c',  ∂z_f = ∂f∘f∘(1−f)
    multiply(dz[1], dc, cs[t], n);
    sigmoidBackward(dz[1], forget, n);
    // ∂o = ∂h∘tanh(c),  ∂z_o = ∂o∘o∘(1−o)
    multiply(dz[2], dh, squashed[t], n);
    sigmoidBackward(dz[2], open, n);
    // ∂g = ∂c∘i,  ∂z_g = ∂g∘(1−g²)
    multiply(dz[3], dc, in, n);
    tanhBackward(dz[3], candidate, n);
    // ∂c' = ∂c∘f
    multiply(dc, dc, forget, n);
    writeGates(t);
    // ∂h' = ∂z·Rᵀ: [B, 4H]·[4H, H]
    recurBack(t, 0, columns);
    work.read(0, dh, n);
  }
}
