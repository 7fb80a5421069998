package org.corpuslm.evaluate.stats;

import java.io.Serializable;

/**
 * A sum of doubles with a running compensation (Neumaier 1974). Its value does not depend on the
 * order of the terms or on how they were split into partial sums, except for the last bits. An
 * infinite term makes the sum infinite.
 */
public final class CompensatedSum implements Serializable {
  private static final long serialVersionUID = 1;

  /** Returns {@code n} empty sums. */
  public static CompensatedSum[] row(int n) {
    CompensatedSum[] sums = new CompensatedSum[n];
    for (int i = 0; i < n; i++) {
      sums[i] = new CompensatedSum();
    }
    return sums;
  }

  private double sum;
  private double compensation;

  /** Adds a term. */
  public void add(double value) {
    double next = sum + value;
    if (Double.isInfinite(next)) {
      sum = next;
      compensation = 0;
      return;
    }
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  /** Adds all terms of another sum. */
  public void add(CompensatedSum other) {
    add(other.sum);
    add(other.compensation);
  }

  /** Returns the sum. */
  public double value() {
    return sum + compensation;
  }
}
