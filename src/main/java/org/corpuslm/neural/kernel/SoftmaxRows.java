package org.corpuslm.neural.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Softmax and cross-entropy, one row of logits after the other, on the heap. In floats every loop
 * is short and plain, without conversions, so that the compiler turns it into vector instructions;
 * sums and maxima along a row are taken by folding it in two. Hence the exponential is
 * (e^(x/64))⁶⁴, a Taylor polynomial of degree 8 and six squarings: its relative error is below 10⁻⁵
 * where it exceeds e⁻⁵⁰, mostly 10⁻⁶. One thread; the buffers of one row are reused for the next.
 */
final class SoftmaxRows {
  /** Number of times that a row is folded in two; its length is padded to a multiple of 2⁶. */
  private static final int FOLDS = 6;

  private static final int MULTIPLE = 1 << FOLDS;

  /** Smallest exponent, e⁻⁸⁷ = 10⁻³⁸; smaller exponents are raised to it. */
  private static final float MIN_EXPONENT = -87f;

  /** Rows whose gradients are summed in floats before the sum goes to doubles. */
  private static final int ROWS_IN_FLOATS = 16;

  private final int size;
  private final int excluded;
  private final float[] floats; // a row, and behind it −∞ up to the MULTIPLE
  private final float[] scratch;
  private final float[] upper;
  private final float[] someRows;
  private int rowsAdded;
  private final double[] doubles;

  /**
   * Makes room for one row.
   *
   * @param size columns of a row
   * @param excluded the column whose probability is 0, or −1
   */
  SoftmaxRows(DataType type, int size, int excluded) {
    this.size = size;
    this.excluded = excluded;
    int padded = (size + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    this.floats = type == DataType.FLOAT ? new float[padded] : null;
    this.scratch = type == DataType.FLOAT ? new float[padded] : null;
    this.upper = type == DataType.FLOAT ? new float[padded / 4] : null;
    this.someRows = type == DataType.FLOAT ? new float[padded] : null;
    this.doubles = type == DataType.FLOAT ? null : new double[size];
  }

  /** Returns ln p of one column; leaves the row as it is. */
  double lnP(Values logits, long at, int column) {
    return column == excluded
        ? Double.NEGATIVE_INFINITY
        : logits.get(at + column) - lnSum(logits, at);
  }

  /** Returns ln Σ eˣ over a row, −∞ if no column has a probability; leaves the row as it is. */
  double lnSum(Values logits, long at) {
    if (floats != null) {
      float max = read(logits, at);
      return max == Float.NEGATIVE_INFINITY ? max : max + Math.log(exponentials(max));
    }
    logits.read(at, doubles, 0, size);
    double max = max(doubles);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += i == excluded ? 0 : Math.exp(doubles[i] - max);
    }
    return sum == 0 ? Double.NEGATIVE_INFINITY : max + Math.log(sum);
  }

  /** Computes ln p of all columns. */
  void lnP(Values logits, long at, double[] lnP) {
    logits.read(at, lnP, 0, size);
    double max = max(lnP);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += i == excluded ? 0 : Math.exp(lnP[i] - max);
    }
    double norm = max + Math.log(sum);
    for (int i = 0; i < size; i++) {
      lnP[i] = i == excluded ? Double.NEGATIVE_INFINITY : lnP[i] - norm;
    }
  }

  /**
   * Replaces a row of logits with the gradient of −ln p of one column, ∂z = p − 1{column}, and adds
   * it to a sum over the rows. The sum is buffered: call {@link #addTo} after the last row.
   *
   * @param sums ∂b, [classes]
   * @return ln p of the column
   */
  double gradient(Values logits, long at, int column, double[] sums) {
    return floats != null
        ? floatGradient(logits, at, column, sums)
        : doubleGradient(logits, at, column, sums);
  }

  private double floatGradient(Values logits, long at, int column, double[] sums) {
    float max = read(logits, at);
    float label = floats[column];
    double sum = exponentials(max);
    float scale = (float) (1 / sum);
    for (int i = 0; i < floats.length; i++) {
      floats[i] *= scale;
    }
    floats[column] -= 1;
    if (excluded >= 0) {
      floats[excluded] = 0;
    }
    for (int i = 0; i < floats.length; i++) {
      someRows[i] += floats[i];
    }
    if (++rowsAdded == ROWS_IN_FLOATS) {
      addTo(sums);
    }
    logits.write(at, floats, size);
    return label - max - Math.log(sum);
  }

  /** Adds the rows to the sum that {@link #gradient} has kept back. */
  void addTo(double[] sums) {
    if (rowsAdded > 0) {
      for (int i = 0; i < size; i++) {
        sums[i] += someRows[i];
      }
      Arrays.fill(someRows, 0);
      rowsAdded = 0;
    }
  }

  /**
   * Reads a row into {@code floats}, −∞ in the excluded and padded columns; returns its maximum.
   */
  private float read(Values logits, long at) {
    logits.read(at, floats, size);
    if (excluded >= 0) {
      floats[excluded] = Float.NEGATIVE_INFINITY;
    }
    Arrays.fill(floats, size, floats.length, Float.NEGATIVE_INFINITY);
    return maxOfRow();
  }

  private float maxOfRow() {
    int n = floats.length / 2;
    System.arraycopy(floats, n, scratch, 0, n);
    max(scratch, floats, n);
    for (int fold = 1; fold < FOLDS; fold++) {
      n /= 2;
      System.arraycopy(scratch, n, upper, 0, n);
      max(scratch, upper, n);
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, scratch[i]);
    }
    return max;
  }

  private static void max(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(x[i], y[i]);
    }
  }

  /** Replaces every x of the row by e^(x − max); returns their sum, added in pairs. */
  private double exponentials(float max) {
    exponentials(floats, scratch, max);
    int n = floats.length / 2;
    System.arraycopy(floats, n, scratch, 0, n);
    sum(scratch, floats, n);
    for (int fold = 1; fold < FOLDS; fold++) {
      n /= 2;
      System.arraycopy(scratch, n, upper, 0, n);
      sum(scratch, upper, n);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += scratch[i];
    }
    return sum;
  }

  private static void sum(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      x[i] += y[i];
    }
  }

  private static void exponentials(float[] row, float[] scratch, float max) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.max(row[i] - max, MIN_EXPONENT) * 0.015625f;
    }
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float p = 2.7557319e-6f * x + 2.4801588e-5f;
      p = p * x + 1.984127e-4f;
      p = p * x + 1.3888889e-3f;
      p = p * x + 8.333334e-3f;
      scratch[i] = p * x + 4.1666668e-2f;
    }
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float p = scratch[i] * x + 0.16666667f;
      p = p * x + 0.5f;
      p = p * x + 1f;
      scratch[i] = p * x + 1f;
    }
    for (int i = 0; i < row.length; i++) {
      float p = scratch[i];
      p = p * p;
      p = p * p;
      p = p * p;
      p = p * p;
      p = p * p;
      row[i] = p * p;
    }
  }

  private double doubleGradient(Values logits, long at, int column, double[] sums) {
    double lnP = lnP(logits, at, column);
    double norm = doubles[column] - lnP;
    for (int i = 0; i < size; i++) {
      doubles[i] = i == excluded ? 0 : Math.exp(doubles[i] - norm);
    }
    doubles[column] -= 1;
    for (int i = 0; i < size; i++) {
      sums[i] += doubles[i];
    }
    logits.write(at, doubles, 0, size);
    return lnP;
  }

  private double max(double[] row) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      if (i != excluded) {
        max = Math.max(max, row[i]);
      }
    }
    return max;
  }
}
