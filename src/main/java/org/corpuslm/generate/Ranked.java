package org.corpuslm.generate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Selection of the greatest values of an array. */
final class Ranked {
  private Ranked() {}

  /**
   * Returns the indices of the n greatest values, the greatest first; ties by index; without −∞.
   */
  static int[] best(double[] values, int n) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(i -> values[i])
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> best = new PriorityQueue<>(Math.max(1, n + 1), worstFirst);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == Double.NEGATIVE_INFINITY) {
        continue;
      }
      if (best.size() < n) {
        best.add(i);
      } else if (n > 0 && values[i] > values[best.peek()]) {
        best.remove();
        best.add(i);
      }
    }
    int[] ids = new int[best.size()];
    for (int i = ids.length - 1; i >= 0; i--) {
      ids[i] = best.remove();
    }
    return ids;
  }
}
