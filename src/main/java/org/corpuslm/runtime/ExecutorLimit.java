package org.corpuslm.runtime;

import java.time.Duration;
import org.apache.spark.SparkConf;

/** How long a run waits for the cluster to give it executors. */
final class ExecutorLimit {
  /** A setting in Spark's notation of times; 0 = for ever. */
  static final String SETTING = "spark.corpuslm.executorWait";

  private static final String DEFAULT = "10min";

  private final SparkConf conf;
  private final Duration limit;

  ExecutorLimit(SparkConf conf) {
    this.conf = conf;
    this.limit = Duration.ofSeconds(conf.getTimeAsSeconds(SETTING, DEFAULT));
  }

  /** Returns whether the limit is over for a wait that began then, by {@link System#nanoTime}. */
  boolean isOver(long since) {
    return !limit.isZero() && System.nanoTime() - since > limit.toNanos();
  }

  Duration limit() {
    return limit;
  }

  /** Returns what the run waited for in vain, and what to do. */
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
