package org.corpuslm.neural.kernel;

import org.corpuslm.neural.kernel.Values.Matrix;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A softmax over some classes with cross-entropy, its buffers: p = softmax(x·Wᵀ + b). Logits are
 * made for some rows at a time, so that memory does not grow with the rows.
 */
final class SoftmaxBlock {
  /** A label that stands for no class: no loss, no gradient. */
  static final int NO_LABEL = -1;

  private static final int LOGITS_AT_A_TIME = 1 << 22;

  private final int size;
  private final int in;
  private final DataType type;
  private final SoftmaxRows softmax;
  private final double[] biases;
  private Values logits;
  private Values one;

  /**
   * Makes room.
   *
   * @param size classes
   * @param in inputs
   * @param never class without probability, or −1
   */
  SoftmaxBlock(DataType type, int size, int in, int never) {
    this.type = type;
    this.size = size;
    this.in = in;
    this.softmax = new SoftmaxRows(type, size, never);
    this.biases = new double[size];
  }

  /**
   * Weights [classes, inputs] and biases, or their gradients.
   *
   * @param w row-major
   */
  record Parameters(Values w, Values b) {}

  /** Calls back with each row of logits. */
  private interface RowTask {
    void row(int row, long at);
  }

  /** Called after some rows. */
  private interface BlockTask {
    void block(int from, int rows);
  }

  private void logits(Parameters p, int rows, Values x, RowTask task, BlockTask then) {
    int atATime = Math.max(1, Math.min(rows, LOGITS_AT_A_TIME / size));
    logits = Values.atLeast(logits, type, (long) atATime * size);
    for (int from = 0; from < rows; from += atATime) {
      int some = Math.min(atATime, rows - from);
      logits.fill(some, p.b, size);
      Values.product(
          some,
          size,
          in,
          Matrix.of(x, (long) from * in, in),
          Matrix.of(p.w, 0, in).t(),
          1,
          Matrix.of(logits, 0, size));
      for (int r = 0; r < some; r++) {
        task.row(from + r, (long) r * size);
      }
      then.block(from, some);
    }
  }

  /**
   * ln p of one class per row.
   *
   * @param x [rows, inputs]
   * @param lnP receives them
   */
  void lnP(Parameters p, int rows, Values x, int[] labels, double[] lnP) {
    logits(p, rows, x, (r, at) -> lnP[r] = softmax.lnP(logits, at, labels[r]), (from, some) -> {});
  }

  /** ln p of all classes, after one row of input. */
  void lnP(Parameters p, Values x, int row, double[] lnP) {
    one = Values.atLeast(one, type, in);
    one.copy(0, x, (long) row * in, in);
    logits(p, 1, one, (r, at) -> softmax.lnP(logits, at, lnP), (from, some) -> {});
  }

  /**
   * Loss and gradients.
   *
   * @param labels a class or {@link #NO_LABEL} per row
   * @param d receives ∂W and ∂b
   * @param dx receives ∂x, [rows, inputs]
   * @return Σ ln p of the labels
   */
  double gradient(Parameters p, int rows, Values x, int[] labels, Parameters d, Values dx) {
    double[] sum = new double[1];
    java.util.Arrays.fill(biases, 0);
    if (rows == 0) {
      d.w.zero(0, (long) size * in);
    }
    logits(
        p,
        rows,
        x,
        (r, at) -> {
          if (labels[r] == NO_LABEL) {
            logits.zero(at, size);
          } else {
            sum[0] += softmax.gradient(logits, at, labels[r], biases);
          }
        },
        (from, some) -> {
          Values.product(
              some,
              in,
              size,
              Matrix.of(logits, 0, size),
              Matrix.of(p.w, 0, in),
              0,
              Matrix.of(dx, (long) from * in, in));
          Values.product(
              size,
              in,
              some,
              Matrix.of(logits, 0, size).t(),
              Matrix.of(x, (long) from * in, in),
              from == 0 ? 0 : 1,
              Matrix.of(d.w, 0, in));
        });
    softmax.addTo(biases);
    d.b.write(0, biases, 0, size);
    return sum[0];
  }
}
