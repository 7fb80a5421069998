package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Recurrent.Kind;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The recurrence of one kind of network, step by step, with its buffers. There are two of each:
 * {@link FloatCell}, fast, and {@link DoubleCell}, plain, in whose arithmetic gradients are checked
 * and against which the fast one is. One pass forward, then at most one back.
 */
abstract sealed class RecurrentCell permits FloatCell, DoubleCell {
  final Kind kind;
  final int hidden;

  /** Columns of the pre-activations: gates·H. */
  final int columns;

  int steps;
  int batch;

  /** Recurrent weights [H, gates·H]. */
  Values recurrent;

  /** Pre-activations [T, B, gates·H]; on the way back their gradients. */
  Values z;

  /** Hidden states [T+1, B, H], the first one that before the pass. */
  Values h;

  /** r∘h' of a GRU, [T, B, H]. */
  Values reset;

  /** Room for one step, [B, H]. */
  Values work;

  RecurrentCell(Kind kind, int hidden) {
    this.kind = kind;
    this.hidden = hidden;
    this.columns = kind.gates() * hidden;
  }

  static RecurrentCell of(Kind kind, int hidden, DataType type) {
    if (type == DataType.FLOAT) {
      return switch (kind) {
        case TANH, RELU -> new FloatCell.Simple(kind, hidden);
        case GRU -> new FloatCell.Gru(hidden);
        case LSTM -> new FloatCell.Lstm(hidden);
      };
    }
    return switch (kind) {
      case TANH, RELU -> new DoubleCell.Simple(kind, hidden);
      case GRU -> new DoubleCell.Gru(hidden);
      case LSTM -> new DoubleCell.Lstm(hidden);
    };
  }

  /**
   * Makes room and puts the state before the first step in place.
   *
   * @param state h, then c, as {@link #end} gives it; empty = all zero
   */
  final void begin(int steps, int batch, DataType type, Values recurrent, double[] state) {
    this.steps = steps;
    this.batch = batch;
    this.recurrent = recurrent;
    long rows = (long) steps * batch;
    z = Values.atLeast(z, type, rows * columns);
    h = Values.atLeast(h, type, (rows + batch) * hidden);
    reset = kind == Kind.GRU ? Values.atLeast(reset, type, rows * hidden) : null;
    work = Values.atLeast(work, type, (long) batch * hidden);
    int n = batch * hidden;
    double[] first = state.length > 0 ? state : new double[kind.stateSize() * n];
    h.write(0, first, 0, n);
    begin(first);
  }

  /** Makes room on the heap and takes the first state. */
  abstract void begin(double[] state);

  /** From pre-activations of the input in z[t] and the state before to the state after step t. */
  abstract void forward(int t);

  /** The state after the last step: h, then c. */
  abstract double[] end();

  abstract void beginBackward();

  /**
   * Turns z[t] into its gradient, and keeps that of the state before.
   *
   * @param dout [T, B, H], of which step t is added to the gradient that came from step t+1
   * @param flow whether the norm is wanted
   * @return mean norm over the sequences of ∂loss/∂h after step t; 0 if it is not wanted
   */
  abstract double backward(int t, Values dout, boolean flow);

  /** Gradient of the recurrent weights, of all steps at once. */
  final void recurrentGradient(Values dr) {
    boolean gru = kind == Kind.GRU;
    int rows = steps * batch;
    Matrix.product(
        hidden,
        gru ? 2 * hidden : columns,
        rows,
        Matrix.of(h, 0, hidden).t(),
        Matrix.of(z, 0, columns),
        0,
        Matrix.of(dr, 0, columns));
    if (gru) {
      Matrix.product(
          hidden,
          hidden,
          rows,
          Matrix.of(reset, 0, hidden).t(),
          Matrix.of(z, 2L * hidden, columns),
          0,
          Matrix.of(dr, 2L * hidden, columns));
    }
  }

  /** Some columns of z[t] += x[t]·R. */
  final void recur(int t, Values x, int from, int to) {
    Matrix.product(
        batch,
        to - from,
        hidden,
        Matrix.of(x, hAt(t), hidden),
        Matrix.of(recurrent, from, columns),
        1,
        Matrix.of(z, zAt(t) + from, columns));
  }

  /** work = some columns of ∂z[t] times Rᵀ. */
  final void recurBack(int t, int from, int to) {
    Matrix.product(
        batch,
        hidden,
        to - from,
        Matrix.of(z, zAt(t) + from, columns),
        Matrix.of(recurrent, from, columns).t(),
        0,
        Matrix.of(work, 0, hidden));
  }

  final long zAt(int t) {
    return (long) t * batch * columns;
  }

  final long hAt(int t) {
    return (long) t * batch * hidden;
  }
}
