package org.corpuslm.runtime;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.storage.BlockManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark application. Work runs in two ways: {@link #map} runs one task per item, and {@link
 * #exchange} runs a shuffle of packed blocks, or a chain of shuffles ({@link Exchange}). Tasks
 * receive and return serializable values. A {@link BadInputException} thrown in a task reaches the
 * caller; any other failure reaches it as an {@link IllegalStateException}. Spark schedules and
 * repeats tasks. Close the cluster to stop Spark.
 */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  private final SparkWithBroadcasts spark;
  private final RunMetrics figures = new RunMetrics();
  private final CommandMetrics metrics =
      new CommandMetrics(ManagementFactory.getRuntimeMXBean().getStartTime());
  private final WaitForSpark wait;
  private final SparkJobs jobs;
  private final TaskData data;

  private Cluster(SparkWithBroadcasts spark) {
    this.spark = spark;
    LocalDisk.install(spark.hadoopConfiguration());
    this.wait = new WaitForSpark(spark.sc());
    this.jobs = wait.call(() -> new SparkJobs(spark, wait));
    this.data = wait.call(() -> new TaskData(spark));
    spark.sc().addSparkListener(metrics);
    spark.sc().env().metricsSystem().registerSource(figures.source());
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

  /** Returns the number of task slots of the executors that have registered so far; at least 1. */
  public int slots() {
    return Math.max(1, spark.defaultParallelism());
  }

  /**
   * Returns the number of task slots that the configuration promises, independent of registered
   * executors.
   *
   * @throws BadInputException if no number follows from the configuration
   */
  public int configuredSlots() {
    return TaskSlots.configured(spark.getConf());
  }

  /**
   * Waits for the promised executors, up to a limit, and returns the number of their task slots.
   */
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

  /**
   * Returns whether all tasks run on this machine: masters {@code local} and {@code local-cluster}.
   */
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

  /**
   * Returns the limit of the results that the driver receives from the tasks of a job, in bytes; 0
   * = no limit.
   */
  public long maxResultBytes() {
    return spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
  }

  /** Returns the progress metrics of the run. */
  public RunMetrics figures() {
    return figures;
  }

  /**
   * Runs one step of a pipeline and logs its wall time, its serial part and the cost of its tasks.
   */
  public <R> R step(String name, Supplier<R> work) {
    CommandMetrics step = new CommandMetrics(System.currentTimeMillis());
    spark.sc().addSparkListener(step);
    try {
      R result = work.get();
      jobs.drainEvents();
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
   * Sends a value, which must not change, once to every executor. The caller closes the handle as
   * soon as no task needs the value; {@link #destroyBroadcasts} closes the rest.
   */
  public <T extends Serializable> BroadcastHandle<T> broadcast(T value) {
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
    return new Exchange<>(this, what, () -> data.blocks(items, map));
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
      String what, JavaRDD<T> rows, Tasks.PartitionMap<T, R> task) {
    return collect(what, () -> data.results(rows, task));
  }

  /** Runs one map task per partition of an RDD, a shuffle, and one reduce task per partition. */
  public <T, R extends Serializable> List<R> exchange(
      String what,
      JavaRDD<T> rows,
      Tasks.PartitionTask<T> map,
      int partitions,
      Tasks.ReduceTask<R> reduce) {
    JavaPairRDD<Integer, byte[]> blocks = data.blocks(rows, map);
    return new Exchange<R>(this, what, () -> blocks).reduce(TaskGroups.each(partitions), reduce);
  }

  /** Makes an RDD with one partition of one element per item; {@code task} computes the element. */
  public <T extends Serializable, R> JavaRDD<R> rdd(List<T> items, Tasks.MapTask<T, R> task) {
    return data.elements(items, task);
  }

  /** Runs work that starts Spark jobs of its own, then destroys all broadcasts. */
  public void run(String what, Runnable work) {
    try {
      jobs.run(what, work);
    } finally {
      spark.destroyAll();
    }
  }

  TaskData.Contexts taskContexts() {
    return data.contexts();
  }

  <R> List<R> collect(String what, Supplier<JavaRDD<byte[]>> results) {
    return jobs.collect(what, results);
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
}
