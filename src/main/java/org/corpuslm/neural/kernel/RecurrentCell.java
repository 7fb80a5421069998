package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Recurrent.Kind;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The recurrence of a layer, step by step, with its buffers. Every kind exists twice: {@link
 * FloatCell} is fast; {@link DoubleCell} is the plain reference, in whose arithmetic gradients are
 * checked. A cell makes one forward pass over T steps, then at most one backward pass.
 *
 * <p>Buffers outside the heap ({@code z}, {@code h}, {@code reset}) hold all steps, so that the
 * products that do not depend on the order of the steps are one call of BLAS for the whole pass:
 * x·W before the first step, ∂W, ∂R and ∂x after the last one. Only h'·R forward and ∂z·Rᵀ backward
 * go step by step.
 */
abstract sealed class RecurrentCell permits FloatCell, DoubleCell {
  final Kind kind;
  final int hidden;

  /** Width of the pre-activations: gates·H. */
  final int columns;

  int steps;
  int batch;

  /** Recurrent weights [H, gates·H]. */
  Values recurrent;

  /**
   * Pre-activations, [T, B, gates·H]: x·W + b on entry of a forward pass, with h'·R after it;
   * replaced step by step with their gradients in the backward pass.
   */
  Values z;

  /** Hidden states, [T+1, B, H]; the first is the state before the pass. */
  Values h;

  /** r∘h' of a GRU, [T, B, H]: kept for the gradient of its weights. */
  Values reset;

  /** Product of {@link #recurBack} for one step, [B, H]. */
  Values work;

  RecurrentCell(Kind kind, int hidden) {
    this.kind = kind;
    this.hidden = hidden;
    this.columns = kind.gates() * hidden;
  }

  /** Creates the cell for floats or doubles. */
  static RecurrentCell of(Kind kind, int hidden, DataType type) {
    if (type == DataType.FLOAT) {
      return switch (kind) {
        case TANH, RELU -> new FloatCell.Simple(kind, hidden);
        case GRU -> new FloatGru(hidden);
        case LSTM -> new FloatLstm(hidden);
      };
    }
    return switch (kind) {
      case TANH, RELU -> new DoubleCell.Simple(kind, hidden);
      case GRU -> new DoubleCell.Gru(hidden);
      case LSTM -> new DoubleCell.Lstm(hidden);
    };
  }

  /**
   * Makes room for a pass and sets the state before its first step.
   *
   * @param recurrent weights R, [H, gates·H]
   * @param state h [B, H], then c [B, H], as {@link #end} returns it; empty = zero
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

  /** Makes room on the heap and copies the first state. */
  abstract void begin(double[] state);

  /** Computes the state after step t from z[t] = x·W + b and the state before. */
  abstract void forward(int t);

  /** Returns the state after the last step: h [B, H], then c [B, H] if there is a memory cell. */
  abstract double[] end();

  /** Sets the gradient of the state after the last step to zero. */
  abstract void beginBackward();

  /**
   * Replaces z[t] with its gradient, and keeps the gradient of the state before step t for the next
   * call, which is for step t−1.
   *
   * @param dout ∂loss/∂output [T, B, H], whose step t is added to the gradient from step t+1
   * @param norms whether to compute the norm
   * @return mean over the sequences of ‖∂loss/∂h_t‖; 0 if it is not requested
   */
  abstract double backward(int t, Values dout, boolean norms);

  /**
   * Computes the gradient of the recurrent weights, over all steps at once: ∂R = h'ᵀ·∂z, [H,
   * T·B]·[T·B, gates·H]; for the candidate of a GRU (r∘h')ᵀ·∂z_ñ.
   *
   * @param dr receives ∂R, [H, gates·H]
   */
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

  /** z[t] += x[t]·R in the columns from..to: [B, H]·[H, to−from]. */
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

  /** work = ∂z[t]·Rᵀ over the columns from..to: [B, to−from]·[to−from, H]. */
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

  /** Index of step t in z. */
  final long zAt(int t) {
    return (long) t * batch * columns;
  }

  /** Index of step t in h, reset and the outputs. */
  final long hAt(int t) {
    return (long) t * batch * hidden;
  }
}
