package org.corpuslm.runtime;

import java.time.Duration;
import org.apache.spark.SparkContext;

/** Executors come forward one by one after the driver's start, and Spark does not wait for them. */
final class ExecutorArrival {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration NO_MORE = Duration.ofSeconds(3);

  private ExecutorArrival() {}

  /** Waits until there are some and, for a while, no more came. */
  static void await(SparkContext spark) {
    long start = System.nanoTime();
    long since = start;
    int known = 0;
    while ((known == 0 || System.nanoTime() - since < NO_MORE.toNanos())
        && System.nanoTime() - start < LIMIT.toNanos()) {
      int now = spark.statusTracker().getExecutorInfos().length - 1; // without the driver
      since = now == known ? since : System.nanoTime();
      known = now;
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
