package org.corpuslm.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * Ends the start of Spark on YARN when no application master comes: Spark would wait for ever for
 * its container.
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
   * Returns what {@code start} gives, and interrupts it when it takes too long.
   *
   * @throws IllegalStateException it took too long
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
        Thread.interrupted(); // an alarm that came too late is nobody else's business
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
