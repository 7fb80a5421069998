package org.corpuslm.runtime;

import java.time.Duration;
import org.apache.spark.SparkContext;

/**
 * Waits for executors, which register one by one after the start of the driver; Spark itself does
 * not wait for them.
 */
final class ExecutorArrival {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration NO_MORE = Duration.ofSeconds(3);

  private ExecutorArrival() {}

  /**
   * Waits until there are as many task slots as promised, or until no further executor has
   * registered for a while.
   *
   * @param promised number of task slots; 0 = unknown
   */
  static void await(SparkContext spark, int promised) {
    long start = System.nanoTime();
    long since = start;
    int known = 0;
    while ((known == 0 || System.nanoTime() - since < NO_MORE.toNanos())
        && System.nanoTime() - start < LIMIT.toNanos()
        && (known == 0 || promised == 0 || slots(spark) < promised)) {
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

  private static int slots(SparkContext spark) {
    return spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1);
  }
}
