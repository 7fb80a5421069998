package org.corpuslm.runtime;

import java.time.Duration;
import org.apache.spark.SparkConf;

/** The time limit of a run that waits for executors. */
final class ExecutorLimit {
  /** Name of the setting, in Spark's notation of times; 0 = no limit. */
  static final String SETTING = "spark.corpuslm.executorWait";

  private static final String DEFAULT = "10min";

  private final SparkConf conf;
  private final Duration limit;

  ExecutorLimit(SparkConf conf) {
    this.conf = conf;
    this.limit = Duration.ofSeconds(conf.getTimeAsSeconds(SETTING, DEFAULT));
  }

  /**
   * Returns whether a wait is over its limit.
   *
   * @param since start of the wait, by {@link System#nanoTime}
   */
  boolean isOver(long since) {
    return !limit.isZero() && System.nanoTime() - since > limit.toNanos();
  }

  Duration limit() {
    return limit;
  }

  /** Returns a message that says which executors did not come, and what to do. */
  String message() {
    return ("no executor came from %s within %d s (%s). Each is to have %s cores and %s of memory"
            + " and what YARN adds to it (spark.executor.cores, spark.executor.memory,"
            + " spark.executor.memoryOverheadFactor): ask for less, free the cluster or look"
            + " whether it has such nodes; raise the limit to wait in a queue")
        .formatted(
            conf.get("spark.master"),
            limit.toSeconds(),
            SETTING,
            conf.get("spark.executor.cores", "1"),
            conf.get("spark.executor.memory", "1g"));
  }
}
