package org.corpuslm.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Spark jobs: collects their results, logs their time, and turns their failures into
 * exceptions of corpuslm. After a failure it waits until the other tasks have stopped, because
 * files that they wrote can only be removed then.
 */
final class SparkJobs {
  private static final Logger LOG = LoggerFactory.getLogger(SparkJobs.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final JavaSparkContext spark;
  private final WaitForSpark wait;
  private final RunningTasks tasks = new RunningTasks();

  SparkJobs(JavaSparkContext spark, WaitForSpark wait) {
    this.spark = spark;
    this.wait = wait;
    spark.sc().addSparkListener(tasks);
  }

  /**
   * Runs a job and returns its deserialized elements in their order.
   *
   * @param what name of the work for logs and Spark's pages
   * @throws BadInputException if a task throws one
   */
  <R> List<R> collect(String what, Supplier<JavaRDD<byte[]>> results) {
    long start = System.nanoTime();
    List<R> values = new ArrayList<>();
    for (byte[] bytes : watch(what, () -> results.get().collect())) {
      values.add(TaskResult.deserialize(bytes));
    }
    LOG.info("{}: {} tasks, {} s", what, values.size(), secondsSince(start));
    return values;
  }

  /** Runs work that starts jobs of its own. */
  void run(String what, Runnable work) {
    long start = System.nanoTime();
    watch(
        what,
        () -> {
          work.run();
          return null;
        });
    LOG.info("{}: {} s", what, secondsSince(start));
  }

  private <R> R watch(String what, Supplier<R> work) {
    try {
      return wait.call(
          () -> {
            spark.setJobDescription(what);
            spark.setLocalProperty("spark.job.interruptOnCancel", "true");
            return work.get();
          });
    } catch (Exception e) {
      awaitOtherTasks();
      BadInputException bad = BadInputException.in(e);
      throw bad != null ? bad : new IllegalStateException(what + " failed: " + e.getMessage(), e);
    }
  }

  /** Waits until all events so far have reached the listeners. */
  void drainEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(STOP_LIMIT.toMillis());
    } catch (TimeoutException e) {
      LOG.warn("Spark's listeners are late: {}", e.getMessage());
    }
  }

  private void awaitOtherTasks() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(STOP_LIMIT.toMillis());
      int left = tasks.awaitNone(STOP_LIMIT);
      if (left > 0) {
        LOG.warn("{} tasks still run {} after another one failed", left, STOP_LIMIT);
      }
    } catch (TimeoutException e) {
      LOG.warn("Spark is too busy to tell which tasks still run: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double secondsSince(long start) {
    return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
  }

  /** Counts the tasks that run. */
  private static final class RunningTasks extends SparkListener {
    private int running;

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
      running++;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      running--;
      notifyAll();
    }

    /** Waits until no task runs, and returns the number of those that still run at the limit. */
    synchronized int awaitNone(Duration limit) throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      for (long left = limit.toMillis(); running > 0 && left > 0; ) {
        wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
      return running;
    }
  }
}
