package org.corpuslm.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Calls Spark, and interrupts a call that would never return. Spark 3.5 stops its context when its
 * master is lost or never answers; a call at that moment may wait forever for a lock or for a
 * scheduler that is gone. A job without executors would wait forever, too; it is interrupted after
 * a limit ({@link ExecutorLimit}).
 */
final class WaitForSpark {
  /** Time in which an interrupted call may fail by itself, with a more specific message. */
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
   * Calls {@code work} and returns its result.
   *
   * @throws IllegalStateException if Spark stopped, or no executor came
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

    /** Returns whether a job has waited too long for executors. */
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

    /**
     * Clears an interrupt that came after the end of the call, so that it does not reach other
     * code.
     */
    synchronized void leave() {
      gone = true;
      if (interrupted) {
        Thread.interrupted();
      }
    }
  }
}
