package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Buffers of one pass of a recurrent layer over T steps of B sequences. */
final class Recurrence {
  final int hidden;
  final int gates;
  final Values recurrent;
  int steps;
  int batch;

  /** Pre-activations [T, B, gates·H]; on the way back their gradients. */
  Values z;

  /** Hidden states [T+1, B, H], the first one that before the pass. */
  Values h;

  /** r∘h' of a GRU, [T, B, H]. */
  Values reset;

  /** Room for one step, [B, H]. */
  Values work;

  double[] hs = new double[0];
  double[] cs = new double[0];
  double[] act = new double[0];
  double[] dz = new double[0];
  double[] dc = new double[0];
  double[] row = new double[0];

  Recurrence(int hidden, int gates, Values recurrent) {
    this.hidden = hidden;
    this.gates = gates;
    this.recurrent = recurrent;
  }

  /** Makes room and puts the state before the first step in place; an empty one is all zero. */
  void begin(int steps, int batch, DataType type, double[] state, boolean memory) {
    this.steps = steps;
    this.batch = batch;
    int n = batch * hidden;
    z = Values.atLeast(z, type, (long) steps * n * gates);
    h = Values.atLeast(h, type, (long) (steps + 1) * n);
    reset = gates == 3 ? Values.atLeast(reset, type, (long) steps * n) : null;
    work = Values.atLeast(work, type, n);
    hs = room(hs, (steps + 1) * n);
    cs = memory ? room(cs, (steps + 1) * n) : cs;
    act = room(act, steps * n * gates);
    dz = room(dz, n * gates);
    row = room(row, n);
    Arrays.fill(hs, 0, n, 0);
    if (memory) {
      Arrays.fill(cs, 0, n, 0);
    }
    if (state.length > 0) {
      System.arraycopy(state, 0, hs, 0, n);
      if (memory) {
        System.arraycopy(state, n, cs, 0, n);
      }
    }
    h.write(0, hs, 0, n);
  }

  /** The state after the last step: h, then c. */
  double[] end(boolean memory) {
    int n = batch * hidden;
    double[] state = new double[memory ? 2 * n : n];
    System.arraycopy(hs, steps * n, state, 0, n);
    if (memory) {
      System.arraycopy(cs, steps * n, state, n, n);
    }
    return state;
  }

  void beginBackward() {
    dc = room(dc, batch * hidden);
    Arrays.fill(dc, 0);
  }

  private static double[] room(double[] old, int n) {
    return old.length >= n ? old : new double[n];
  }

  long zAt(int t, int g) {
    return (long) t * batch * g;
  }

  long hAt(int t) {
    return (long) t * batch * hidden;
  }

  int hHeapAt(int t) {
    return t * batch * hidden;
  }
}
