package org.corpuslm.runtime;

import java.util.Locale;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Measures the cost of a command: wall time, its serial part, number and CPU time of tasks, bytes
 * shuffled and spilled. The serial part is the time in which no task runs because the driver works
 * alone: start, planning, publishing. Times are those of the driver's clock, in milliseconds.
 * Thread-safe.
 */
final class CommandMetrics extends SparkListener {
  private final long begin;

  /** Time since which no task has run; only meaningful while {@code running} is 0. */
  private long idleSince;

  private int running;
  private long serialMillis;
  private long tasks;
  private long cpuNanos;
  private long shuffledBytes;
  private long spilledBytes;

  /**
   * Starts with no task running.
   *
   * @param begin milliseconds since 1970
   */
  CommandMetrics(long begin) {
    this.begin = begin;
    this.idleSince = begin;
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    started(start.taskInfo().launchTime());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) { // a task that was lost with its executor has none
      add(
          metrics.executorCpuTime(),
          metrics.shuffleWriteMetrics().bytesWritten(),
          metrics.diskBytesSpilled());
    }
    ended(end.taskInfo().finishTime());
  }

  synchronized void started(long time) {
    if (running == 0) {
      serialMillis += Math.max(0, time - idleSince);
    }
    running++;
    tasks++;
  }

  synchronized void ended(long time) {
    running--;
    if (running == 0) {
      idleSince = Math.max(time, begin);
    }
  }

  private synchronized void add(long cpu, long shuffled, long spilled) {
    cpuNanos += cpu;
    shuffledBytes += shuffled;
    spilledBytes += spilled;
  }

  /** Returns the milliseconds up to {@code now} in which no task ran. */
  synchronized long serialMillis(long now) {
    return serialMillis + (running == 0 ? Math.max(0, now - idleSince) : 0);
  }

  /** Returns the figures up to {@code now} as one line of a log. */
  synchronized String summary(long now) {
    return String.format(
        Locale.ROOT,
        "%.1f s, serial part %.1f s; %d tasks with %.1f s of CPU time; %.1f MB shuffled, %.1f MB"
            + " spilled",
        (now - begin) / 1e3,
        serialMillis(now) / 1e3,
        tasks,
        cpuNanos / 1e9,
        shuffledBytes / 1e6,
        spilledBytes / 1e6);
  }
}
