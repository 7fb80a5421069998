package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A softmax over classes with its cross-entropy and buffers: p = softmax(x·Wᵀ + b). One thread.
 *
 * <p>Cost: a product of 2·rows·classes·inputs operations forward, two more backward, and one
 * exponential per logit. Logits are made for blocks of at most 2²² numbers (16 MB in floats), so
 * that memory does not grow with the rows: the block lives until its gradients have been taken from
 * it.
 */
final class SoftmaxBlock {
  /** Label of a row that has no class: no loss, no gradient. */
  static final int NO_LABEL = -1;

  /** Logits of a block of rows in training. */
  private static final int LOGITS_AT_A_TIME = 1 << 22;

  /** Classes of a part in scoring, where no gradient is needed. */
  private static final int PART = 1 << 10;

  private final int size;
  private final int in;
  private final int excluded;
  private final DataType type;
  private final SoftmaxRows softmax;
  private final SoftmaxRows[] parts;
  private final double[] biases;
  private Values logits;
  private Values one;

  /**
   * Makes room.
   *
   * @param size number of classes
   * @param in number of inputs
   * @param excluded the class whose probability is 0, or −1
   */
  SoftmaxBlock(DataType type, int size, int in, int excluded) {
    this.type = type;
    this.size = size;
    this.in = in;
    this.excluded = excluded;
    this.softmax = new SoftmaxRows(type, size, excluded);
    this.parts = new SoftmaxRows[(size + PART - 1) / PART];
    for (int i = 0; i < parts.length; i++) {
      int first = i * PART;
      boolean has = excluded >= first && excluded < first + PART;
      parts[i] = new SoftmaxRows(type, Math.min(PART, size - first), has ? excluded - first : -1);
    }
    this.biases = new double[size];
  }

  /**
   * Parameters or their gradients.
   *
   * @param w [classes, inputs]
   * @param b [classes]
   */
  record Parameters(Values w, Values b) {}

  /** Receives each row of logits: its index, and the index of its first number in the block. */
  private interface RowTask {
    void row(int row, long at);
  }

  /** Receives each block of rows after its last row. */
  private interface BlockTask {
    void block(int from, int rows);
  }

  /** Makes the logits of all rows block by block: z = x·Wᵀ + b, [some rows, classes]. */
  private void logits(Parameters p, int rows, Values x, RowTask task, BlockTask then) {
    int atATime = Math.max(1, Math.min(rows, LOGITS_AT_A_TIME / size));
    logits = Values.atLeast(logits, type, (long) atATime * size);
    for (int from = 0; from < rows; from += atATime) {
      int some = Math.min(atATime, rows - from);
      product(p, x, from, some, 0, size);
      for (int r = 0; r < some; r++) {
        task.row(from + r, (long) r * size);
      }
      then.block(from, some);
    }
  }

  /**
   * Computes ln p of one class per row. All rows go through one part of the classes after the
   * other: weights are read once, and logits stay in the caches.
   *
   * @param x [rows, inputs]
   * @param labels a class per row
   * @param lnP receives ln p per row; −∞ for the excluded class
   */
  void lnP(Parameters p, int rows, Values x, int[] labels, double[] lnP) {
    logits = Values.atLeast(logits, type, (long) rows * Math.min(PART, size));
    double[] lnSums = new double[rows];
    Arrays.fill(lnSums, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < parts.length; i++) {
      int first = i * PART;
      int classes = Math.min(PART, size - first);
      product(p, x, 0, rows, first, classes);
      for (int r = 0; r < rows; r++) {
        long at = (long) r * classes;
        lnSums[r] = addLn(lnSums[r], parts[i].lnSum(logits, at));
        int label = labels[r] - first;
        if (label >= 0 && label < classes) {
          lnP[r] = labels[r] == excluded ? Double.NEGATIVE_INFINITY : logits.get(at + label);
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      lnP[r] -= lnSums[r];
    }
  }

  /** Returns ln(eˣ + eʸ). */
  private static double addLn(double x, double y) {
    if (x == Double.NEGATIVE_INFINITY || y == Double.NEGATIVE_INFINITY) {
      return x == Double.NEGATIVE_INFINITY ? y : x;
    }
    return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
  }

  /** Computes the logits of some rows and classes, [rows, classes], at the start of the buffer. */
  private void product(Parameters p, Values x, int fromRow, int rows, int first, int classes) {
    logits.fill(rows, p.b, first, classes);
    Matrix.product(
        rows,
        classes,
        in,
        Matrix.of(x, (long) fromRow * in, in),
        Matrix.of(p.w, (long) first * in, in).t(),
        1,
        Matrix.of(logits, 0, classes));
  }

  /** Computes ln p of all classes after one row of inputs. */
  void lnP(Parameters p, Values x, int row, double[] lnP) {
    one = Values.atLeast(one, type, in);
    one.copy(0, x, (long) row * in, in);
    logits(p, 1, one, (r, at) -> softmax.lnP(logits, at, lnP), (from, some) -> {});
  }

  /**
   * Computes loss and gradients of −Σ ln p: with ∂z = p − 1{label}, [rows, classes], ∂x = ∂z·W, ∂W
   * = ∂zᵀ·x and ∂b = Σ over the rows of ∂z. Each block of logits is replaced by its ∂z in place.
   *
   * @param x [rows, inputs]
   * @param labels a class or {@link #NO_LABEL} per row
   * @param d receives ∂W and ∂b
   * @param dx receives ∂x, [rows, inputs]
   * @return Σ ln p of the labels, in nats
   */
  double gradient(Parameters p, int rows, Values x, int[] labels, Parameters d, Values dx) {
    double[] sum = new double[1];
    Arrays.fill(biases, 0);
    if (rows == 0) {
      d.w.zero(0, (long) size * in);
    }
    logits(
        p,
        rows,
        x,
        (r, at) -> {
          if (labels[r] == NO_LABEL) { // ∂z = 0
            logits.zero(at, size);
          } else {
            sum[0] += softmax.gradient(logits, at, labels[r], biases);
          }
        },
        (from, some) -> {
          // ∂x = ∂z·W: [some, classes]·[classes, inputs]
          Matrix.product(
              some,
              in,
              size,
              Matrix.of(logits, 0, size),
              Matrix.of(p.w, 0, in),
              0,
              Matrix.of(dx, (long) from * in, in));
          // ∂W (+)= ∂zᵀ·x: [classes, some]·[some, inputs]
          Matrix.product(
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
