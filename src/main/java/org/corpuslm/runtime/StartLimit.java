package org.corpuslm.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * Limits the time of Spark's start on YARN. Without an application master, Spark would wait for its
 * container forever.
 */
final class StartLimit implements AutoCloseable {
  private final ExecutorLimit limit;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "start-limit");
            thread.setDaemon(true);
            return thread;
          });

  StartLimit(SparkConf conf) {
    this.limit = new ExecutorLimit(conf);
  }

  /**
   * Calls {@code start} and returns its result; interrupts it at the limit.
   *
   * @throws IllegalStateException at the limit
   */
  <R> R call(Supplier<R> start) {
    if (limit.limit().isZero()) {
      return start.get();
    }
    Thread caller = Thread.currentThread();
    ScheduledFuture<?> alarm =
        clock.schedule(caller::interrupt, limit.limit().toSeconds(), TimeUnit.SECONDS);
    try {
      return start.get();
    } catch (Exception e) { // Spark's Scala throws checked ones too
      if (alarm.isDone()) {
        throw new IllegalStateException(limit.message(), e);
      }
      throw e;
    } finally {
      if (!alarm.cancel(false)) {
        Thread.interrupted(); // a late interrupt must not reach other code
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
