package org.corpuslm.evaluate;

import java.io.Serializable;

/**
 * A sum of doubles with a running compensation (Neumaier 1974), so that the order of work and the
 * number of partitions do not show. Infinite terms make it infinite.
 */
final class CompensatedSum implements Serializable {
  private static final long serialVersionUID = 1;

  private double sum;
  private double compensation;

  void add(double value) {
    double next = sum + value;
    if (Double.isInfinite(next)) {
      sum = next;
      compensation = 0;
      return;
    }
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  void add(CompensatedSum other) {
    add(other.sum);
    add(other.compensation);
  }

  double value() {
    return sum + compensation;
  }
}
