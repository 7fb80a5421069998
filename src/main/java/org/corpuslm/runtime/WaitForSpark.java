package org.corpuslm.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Calls of Spark that end when Spark does. Spark 3.5 stops its context by itself when its master is
 * lost or has never answered, and a call that comes at that moment may wait for ever: a broadcast
 * for a lock that its own thread has, a job for a scheduler that is gone. Such a thread is
 * interrupted. So is one whose job has had no executor for a while: Spark would wait for ever.
 */
final class WaitForSpark {
  /** In which a call may notice by itself, and then says more of what has happened. */
  private static final long GRACE_SECONDS = 5;

  private final SparkContext spark;
  private final ExecutorLimit limit;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "wait-for-spark");
            thread.setDaemon(true);
            return thread;
          });

  WaitForSpark(SparkContext spark) {
    this.spark = spark;
    this.limit = new ExecutorLimit(spark.conf());
  }

  /**
   * What {@code work} gives.
   *
   * @throws IllegalStateException Spark ended before that, or no executor came
   */
  <R> R call(Supplier<R> work) {
    Caller caller = new Caller();
    ScheduledFuture<?> looks =
        clock.scheduleWithFixedDelay(caller::look, GRACE_SECONDS, GRACE_SECONDS, TimeUnit.SECONDS);
    try {
      return work.get();
    } catch (Exception e) { // Spark's Scala throws checked ones too
      if (caller.starved) {
        throw new IllegalStateException(limit.message(), e);
      }
      if (spark.isStopped() && BadInputException.in(e) == null) {
        throw new IllegalStateException(
            "Spark gave up on %s, the log says why; check spark.master, its log and spark.authenticate"
                .formatted(spark.master()),
            e);
      }
      throw e;
    } finally {
      looks.cancel(false);
      caller.leave();
    }
  }

  void close() {
    clock.shutdownNow();
  }

  private final class Caller {
    private final Thread thread = Thread.currentThread();
    private long served = System.nanoTime();
    private volatile boolean starved;
    private boolean sawTheEnd;
    private boolean interrupted;
    private boolean gone;

    synchronized void look() {
      if (!gone && !interrupted && !spark.isStopped() && isStarved()) {
        starved = true;
        interrupted = true;
        thread.interrupt();
      }
      if (!gone && spark.isStopped()) {
        if (sawTheEnd && !interrupted) {
          interrupted = true;
          thread.interrupt();
        }
        sawTheEnd = true;
      }
    }

    /** Returns whether a job has waited too long for the first executor, or for another one. */
    private boolean isStarved() {
      boolean waits =
          !spark.isLocal()
              && spark.statusTracker().getActiveJobIds().length > 0
              && spark.statusTracker().getExecutorInfos().length <= 1; // the driver alone
      if (!waits) {
        served = System.nanoTime();
      }
      return waits && limit.isOver(served);
    }

    /** An interrupt that came too late is nobody else's business. */
    synchronized void leave() {
      gone = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
  }
}
