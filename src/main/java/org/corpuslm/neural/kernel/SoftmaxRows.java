package org.corpuslm.neural.kernel;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Softmax and cross-entropy of one row of logits after the other, on the heap. For floats the
 * exponential is a polynomial of the relative error of a float (6·10⁻⁸); sums are doubles.
 */
final class SoftmaxRows {
  private static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, the first of few bits. */
  private static final float LN2_HIGH = 0.6933594f;

  private static final float LN2_LOW = -2.1219444e-4f;

  /** Added and taken away again, it leaves the nearest integer. */
  private static final float ROUND = 12_582_912f;

  private final int size;
  private final int never;
  private final float[] floats;
  private final double[] doubles;

  /**
   * Makes room for one row.
   *
   * @param never a column of probability 0, or −1
   */
  SoftmaxRows(DataType type, int size, int never) {
    this.size = size;
    this.never = never;
    this.floats = type == DataType.FLOAT ? new float[size] : null;
    this.doubles = type == DataType.FLOAT ? null : new double[size];
  }

  /** ln p of one column; the row itself is left alone. */
  double lnP(Values logits, long at, int column) {
    if (floats != null) {
      logits.read(at, floats, size);
      float most = most(floats);
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += i == never ? 0 : exp(floats[i] - most);
      }
      return column == never ? Double.NEGATIVE_INFINITY : floats[column] - most - Math.log(sum);
    }
    logits.read(at, doubles, 0, size);
    double most = most(doubles);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += i == never ? 0 : Math.exp(doubles[i] - most);
    }
    return column == never ? Double.NEGATIVE_INFINITY : doubles[column] - most - Math.log(sum);
  }

  /** ln p of all columns. */
  void lnP(Values logits, long at, double[] lnP) {
    logits.read(at, lnP, 0, size);
    double most = most(lnP);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += i == never ? 0 : Math.exp(lnP[i] - most);
    }
    double norm = most + Math.log(sum);
    for (int i = 0; i < size; i++) {
      lnP[i] = i == never ? Double.NEGATIVE_INFINITY : lnP[i] - norm;
    }
  }

  /**
   * Replaces a row of logits by the gradient of −ln p of one column, p − 1{column}, and adds it to
   * a sum.
   *
   * @return ln p of the column
   */
  double gradient(Values logits, long at, int column, double[] sums) {
    return floats != null
        ? floatGradient(logits, at, column, sums)
        : doubleGradient(logits, at, column, sums);
  }

  private double floatGradient(Values logits, long at, int column, double[] sums) {
    logits.read(at, floats, size);
    float most = most(floats);
    float label = floats[column];
    if (never >= 0) {
      floats[never] = Float.NEGATIVE_INFINITY;
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      float e = exp(floats[i] - most);
      floats[i] = e;
      sum += e;
    }
    float scale = (float) (1 / sum);
    for (int i = 0; i < size; i++) {
      floats[i] *= scale;
    }
    floats[column] -= 1;
    for (int i = 0; i < size; i++) {
      sums[i] += floats[i];
    }
    logits.write(at, floats, size);
    return label - most - Math.log(sum);
  }

  private double doubleGradient(Values logits, long at, int column, double[] sums) {
    double lnP = lnP(logits, at, column);
    double norm = doubles[column] - lnP;
    for (int i = 0; i < size; i++) {
      doubles[i] = i == never ? 0 : Math.exp(doubles[i] - norm);
    }
    doubles[column] -= 1;
    for (int i = 0; i < size; i++) {
      sums[i] += doubles[i];
    }
    logits.write(at, doubles, 0, size);
    return lnP;
  }

  private float most(float[] row) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      if (i != never) {
        most = Math.max(most, row[i]);
      }
    }
    return most;
  }

  private double most(double[] row) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      if (i != never) {
        most = Math.max(most, row[i]);
      }
    }
    return most;
  }

  /** eˣ for x ≤ 0 or little above; 0 below −87. NaN stays NaN. */
  static float exp(float x) {
    if (x < -87f) {
      return 0;
    }
    float k = (x * LOG2_E + ROUND) - ROUND;
    float r = x - k * LN2_HIGH - k * LN2_LOW;
    float p = 1.9875692e-4f;
    p = p * r + 1.3981999e-3f;
    p = p * r + 8.333452e-3f;
    p = p * r + 4.1665796e-2f;
    p = p * r + 0.16666666f;
    p = p * r + 0.5f;
    p = p * r * r + r + 1;
    return p * Float.intBitsToFloat(((int) k + 127) << 23);
  }
}
