package org.corpuslm.runtime;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A Spark application. Work runs in two ways: {@link #map} runs one task per item, and {@link
 * #exchange} runs a shuffle of packed blocks, or a chain of shuffles ({@link Exchange}). Tasks
 * receive and return serializable values. A {@link BadInputException} thrown in a task reaches the
 * caller; any other failure reaches it as an {@link IllegalStateException}. Spark schedules and
 * repeats tasks. Close the cluster to stop Spark.
 */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final SparkWithBroadcasts spark;
  private final RunningTasks tasks = new RunningTasks();
  private final RunMetrics figures = new RunMetrics();
  private final CommandMetrics metrics =
      new CommandMetrics(ManagementFactory.getRuntimeMXBean().getStartTime());
  private final WaitForSpark wait;
  private final Broadcast<SerializableConfiguration> hadoop;

  private Cluster(SparkWithBroadcasts spark) {
    this.spark = spark;
    LocalDisk.install(spark.hadoopConfiguration());
    this.wait = new WaitForSpark(spark.sc());
    this.hadoop =
        wait.call(
            () -> {
              spark.sc().addSparkListener(tasks);
              spark.sc().addSparkListener(metrics);
              spark.sc().env().metricsSystem().registerSource(figures.source());
              return spark.broadcastForGood(
                  new SerializableConfiguration(spark.hadoopConfiguration()));
            });
  }

  /** Joins the Spark application that spark-submit prepared, or starts a local one without it. */
  public static Cluster open(String name) {
    return open(SparkStart.configuration(name));
  }

  /**
   * Starts Spark with exactly this configuration. Close the cluster to stop Spark.
   *
   * @throws BadInputException if Spark refuses the configuration
   */
  public static Cluster open(SparkConf conf) {
    return new Cluster(SparkStart.start(conf));
  }

  /** Returns a Hadoop configuration for commands that need no Spark. */
  public static Configuration hadoopOnly() {
    Login.ensure();
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    LocalDisk.install(conf);
    return conf;
  }

  /** Returns the Hadoop configuration of the application. */
  public Configuration hadoop() {
    return spark.hadoopConfiguration();
  }

  /** Returns the task slots of the executors that have registered so far; at least 1. */
  public int slots() {
    return Math.max(1, spark.defaultParallelism());
  }

  /**
   * Returns the task slots that the configuration promises, independent of registered executors.
   *
   * @throws BadInputException if no number follows from the configuration
   */
  public int configuredSlots() {
    return TaskSlots.configured(spark.getConf());
  }

  /** Waits for the promised executors, up to a limit, and returns their task slots. */
  public int awaitSlots() {
    if (!spark.isLocal()) {
      ExecutorArrival.await(spark.sc(), TaskSlots.promised(spark.getConf()));
    }
    return slots();
  }

  /** Sets a property of all tasks that this thread starts from now on; see {@link #told}. */
  public void tell(String key, String value) {
    spark.setLocalProperty(key, value);
  }

  /** Returns a property of the running task that {@link #tell} set; null if there is none. */
  public static String told(String key) {
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    return task == null ? null : task.getLocalProperty(key);
  }

  /** Returns the name of the executor that runs this task, with its host. */
  public static String executor() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    return "executor %s on %s".formatted(id.executorId(), id.host());
  }

  /** Returns whether all tasks run on this machine: masters {@code local} and local clusters. */
  public boolean isLocal() {
    return spark.sc().master().startsWith("local");
  }

  /** Returns the heap of one executor, or of this JVM in local mode, in bytes. */
  public long memoryPerExecutor() {
    SparkConf conf = spark.getConf();
    if (spark.isLocal()) {
      return Runtime.getRuntime().maxMemory();
    }
    return conf.getSizeAsBytes("spark.executor.memory", "1g");
  }

  /** Returns the memory budget of one executor. */
  public MemoryBudget memory() {
    return new MemoryBudget(memoryPerExecutor(), MemoryBudget.slots(spark.getConf()), 0);
  }

  /** Returns the limit of bytes that the driver receives from the tasks of a job; 0 = no limit. */
  public long maxResultBytes() {
    return spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
  }

  /** Returns the progress metrics of the run. */
  public RunMetrics figures() {
    return figures;
  }

  /** Runs one step of a pipeline and logs its wall time, its serial part and its tasks' cost. */
  public <R> R step(String name, Supplier<R> work) {
    CommandMetrics step = new CommandMetrics(System.currentTimeMillis());
    spark.sc().addSparkListener(step);
    try {
      R result = work.get();
      drainEvents();
      LOG.info("{}: {}", name, step.summary(System.currentTimeMillis()));
      return result;
    } finally {
      spark.sc().removeSparkListener(step);
    }
  }

  /** Returns the context for libraries that start Spark jobs of their own; see {@link #run}. */
  public JavaSparkContext spark() {
    return spark;
  }

  /**
   * Sends a value once to every executor. The caller closes the handle as soon as no task needs the
   * value; {@link #destroyBroadcasts} closes the rest.
   */
  public <T> BroadcastHandle<T> broadcast(T value) {
    return wait.call(() -> BroadcastHandle.broadcast(spark, value));
  }

  /** Broadcasts an array, which must not change; in local mode without a copy. */
  public BroadcastHandle<float[]> broadcastNumbers(float[] values) {
    return spark.isLocal() ? BroadcastHandle.inThisJvm(values) : broadcast(values);
  }

  /** Destroys all broadcasts that are still open; call it at the end of a job. */
  public void destroyBroadcasts() {
    spark.destroyAll();
  }

  /**
   * Runs one task per item and returns the results in the order of the items.
   *
   * @param what name of the work for logs and Spark's pages
   * @throws BadInputException if a task throws one
   */
  public <T extends Serializable, R extends Serializable> List<R> map(
      String what, List<T> items, Tasks.MapTask<T, R> task) {
    if (items.isEmpty()) {
      return List.of();
    }
    return collect(
        what, () -> rdd(items, (item, context) -> TaskResult.serialize(task.run(item, context))));
  }

  /**
   * Runs one map task per item, a shuffle, and one reduce task per partition; returns the results
   * in the order of the partitions.
   *
   * @param partitions number of reduce tasks
   */
  public <T extends Serializable, R extends Serializable> List<R> exchange(
      String what,
      List<T> items,
      Tasks.BlockTask<T> map,
      int partitions,
      Tasks.ReduceTask<R> reduce) {
    return exchange(what, items, map, TaskGroups.each(partitions), reduce);
  }

  /** Runs one map task per item, a shuffle, and reduce tasks with one or more shards each. */
  public <T extends Serializable, R extends Serializable> List<R> exchange(
      String what,
      List<T> items,
      Tasks.BlockTask<T> map,
      TaskGroups shards,
      Tasks.ReduceTask<R> reduce) {
    return this.<T, R>exchange(what, items, map).reduce(shards, reduce);
  }

  /** Begins a chain of shuffles with one map task per item; nothing runs yet. */
  public <T extends Serializable, R extends Serializable> Exchange<R> exchange(
      String what, List<T> items, Tasks.BlockTask<T> map) {
    return new Exchange<>(this, what, () -> mapped(items, map));
  }

  /**
   * Begins a chain of shuffles with map tasks that read one or more shards each; nothing runs yet.
   */
  public <R extends Serializable> Exchange<R> exchange(
      String what, TaskGroups shards, Tasks.BlockTask<Integer> map) {
    return exchange(
        what,
        shards.ranges(),
        (range, context) ->
            Exchange.blocksOfEach(
                IntStream.range(range.from(), range.to()).iterator(),
                shard -> map.run(shard, context),
                Integer::intValue));
  }

  /** Runs one task per partition of an RDD and returns the results in that order. */
  public <T, R extends Serializable> List<R> map(
      String what, JavaRDD<T> data, Tasks.PartitionMap<T, R> task) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return collect(
        what,
        () ->
            data.mapPartitionsWithIndex(
                (partition, some) -> {
                  R result = task.run(partition, some, TaskContext.of(conf.value().value()));
                  return List.of(TaskResult.serialize(result)).iterator();
                },
                false));
  }

  /** Runs one map task per partition of an RDD, a shuffle, and one reduce task per partition. */
  public <T, R extends Serializable> List<R> exchange(
      String what,
      JavaRDD<T> data,
      Tasks.PartitionTask<T> map,
      int partitions,
      Tasks.ReduceTask<R> reduce) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    JavaPairRDD<Integer, byte[]> blocks =
        data.mapPartitionsWithIndex(
                (partition, some) ->
                    pairs(map.run(partition, some, TaskContext.of(conf.value().value()))),
                false)
            .mapToPair(pair -> pair);
    return new Exchange<R>(this, what, () -> blocks).reduce(TaskGroups.each(partitions), reduce);
  }

  /** Makes an RDD with one partition of one element per item; {@code task} computes the element. */
  public <T extends Serializable, R> JavaRDD<R> rdd(List<T> items, Tasks.MapTask<T, R> task) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return packed(items)
        .map(item -> task.run(TaskResult.deserialize(item), TaskContext.of(conf.value().value())));
  }

  /** Runs work that starts Spark jobs of its own, then destroys all broadcasts. */
  public void run(String what, Runnable work) {
    long start = System.nanoTime();
    try {
      watch(
          what,
          () -> {
            work.run();
            return null;
          });
    } finally {
      spark.destroyAll();
    }
    LOG.info("{}: {} s", what, tenths(System.nanoTime() - start));
  }

  private <T extends Serializable> JavaPairRDD<Integer, byte[]> mapped(
      List<T> items, Tasks.BlockTask<T> map) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return packed(items)
        .flatMapToPair(
            item ->
                pairs(map.run(TaskResult.deserialize(item), TaskContext.of(conf.value().value()))));
  }

  /** Returns a serializable supplier that makes a context in the JVM of the task. */
  Supplier<TaskContext> taskContexts() {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return (Supplier<TaskContext> & Serializable) () -> TaskContext.of(conf.value().value());
  }

  /** Stops Spark and logs time and cost since the start of the driver's JVM. */
  @Override
  public void close() {
    String name = spark.appName();
    wait.close();
    NoChildProcesses.removeFiles();
    spark.close();
    // Values that tasks cached may have files in directories of the application.
    ExecutorCache.ofJvm().dropUnused(key -> true);
    LOG.info("{}: {}", name, metrics.summary(System.currentTimeMillis()));
  }

  /** Waits until all events so far have reached the listeners. */
  private void drainEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(STOP_LIMIT.toMillis());
    } catch (TimeoutException e) {
      LOG.warn("Spark's listeners are late: {}", e.getMessage());
    }
  }

  /** Makes an RDD with one partition per item, so that a task receives only its own item. */
  private <T extends Serializable> JavaRDD<byte[]> packed(List<T> items) {
    List<byte[]> bytes = new ArrayList<>(items.size());
    for (T item : items) {
      bytes.add(TaskResult.serialize(item));
    }
    return spark.parallelize(bytes, Math.max(1, items.size()));
  }

  <R> List<R> collect(String what, Supplier<JavaRDD<byte[]>> results) {
    long start = System.nanoTime();
    List<R> values = new ArrayList<>();
    for (byte[] bytes : watch(what, () -> results.get().collect())) {
      values.add(TaskResult.deserialize(bytes));
    }
    LOG.info("{}: {} tasks, {} s", what, values.size(), tenths(System.nanoTime() - start));
    return values;
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

  /** Waits after a failure until the other tasks of the job have stopped. */
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

  private static String tenths(long nanos) {
    return String.valueOf(Math.round(nanos / 1e8) / 10.0);
  }

  private static Iterator<Tuple2<Integer, byte[]>> pairs(Iterator<Block> blocks) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return blocks.hasNext();
      }

      @Override
      public Tuple2<Integer, byte[]> next() {
        Block block = blocks.next();
        return new Tuple2<>(block.partition(), block.bytes());
      }
    };
  }
}
