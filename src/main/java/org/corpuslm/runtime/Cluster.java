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
import org.apache.commons.lang3.exception.ExceptionUtils;
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
 * The two ways in which work runs on Spark: {@link #map} (one task per item) and {@link #exchange}
 * (one shuffle of packed blocks, or a chain of them: {@link Exchange}). Tasks receive and return
 * plain serializable values; a {@link BadInputException} thrown inside a task reaches the caller as
 * itself. Scheduling, retries and the shuffle are Spark's.
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

  /** Joins the Spark application that spark-submit prepared, or a local one without it. */
  public static Cluster open(String name) {
    SparkConf conf = new SparkConf().setAppName("corpuslm " + name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.setIfMissing("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName());
    conf.setIfMissing("spark.kryo.registrationRequired", "true");
    // Names of files are UTF-8 in executors too, whatever the environment of their workers says.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    return open(conf);
  }

  /** Starts Spark with exactly this configuration. */
  public static Cluster open(SparkConf conf) {
    Login.ensure();
    NoChildProcesses.prepare(conf);
    return new Cluster(start(conf));
  }

  /** Starts Spark; a setting that it cannot read is the user's mistake. */
  private static SparkWithBroadcasts start(SparkConf conf) {
    try (StartLimit limit = new StartLimit(conf)) {
      return limit.call(() -> new SparkWithBroadcasts(conf));
    } catch (Exception e) { // Spark's Scala throws checked ones too
      Throwable root = ExceptionUtils.getRootCause(e);
      String message = String.valueOf(root.getMessage());
      if (root instanceof ClassNotFoundException) {
        throw refused("there is no class " + message, e);
      }
      if (root instanceof IllegalArgumentException
          || message.startsWith("Could not parse Master URL")) {
        throw refused(message.replace('\n', ' '), e);
      }
      throw e;
    }
  }

  private static BadInputException refused(String why, Exception e) {
    return new BadInputException(
        "Spark refuses its configuration: %s; correct it where it was given".formatted(why)
            + " (CORPUSLM_CONF, CORPUSLM_SPARK_OPTS, or --properties-file and --conf of"
            + " spark-submit)",
        e);
  }

  /** The Hadoop configuration of the run, for commands that need no Spark. */
  public static Configuration hadoopOnly() {
    Login.ensure();
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    LocalDisk.install(conf);
    return conf;
  }

  public Configuration hadoop() {
    return spark.hadoopConfiguration();
  }

  /** Task slots of the whole application, as far as its executors are known by now. */
  public int slots() {
    return Math.max(1, spark.defaultParallelism());
  }

  /**
   * Returns the task slots that the configuration promises, whichever executors are there by now.
   *
   * @throws BadInputException if it promises no number
   */
  public int configuredSlots() {
    return TaskSlots.configured(spark.getConf());
  }

  /** Returns the task slots once the promised executors are there, or have been waited for. */
  public int awaitSlots() {
    if (!spark.isLocal()) {
      ExecutorArrival.await(spark.sc(), TaskSlots.promised(spark.getConf()));
    }
    return slots();
  }

  /** Gives all tasks that this thread starts from now on a value, for {@link #told}. */
  public void tell(String key, String value) {
    spark.setLocalProperty(key, value);
  }

  /** Returns what the running task was told under this key; null outside tasks, or if nothing. */
  public static String told(String key) {
    org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();
    return task == null ? null : task.getLocalProperty(key);
  }

  /** Names the executor that runs this task, and its host. */
  public static String executor() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    return "executor %s on %s".formatted(id.executorId(), id.host());
  }

  /** Whether all work is done on this machine, by threads of this JVM or by JVMs beside it. */
  public boolean isLocal() {
    return spark.sc().master().startsWith("local");
  }

  /** Heap of one executor (of this JVM in local mode), in bytes. */
  public long memoryPerExecutor() {
    SparkConf conf = spark.getConf();
    if (spark.isLocal()) {
      return Runtime.getRuntime().maxMemory();
    }
    return conf.getSizeAsBytes("spark.executor.memory", "1g");
  }

  /** How much memory its tasks have. */
  public MemoryBudget memory() {
    return new MemoryBudget(memoryPerExecutor(), MemoryBudget.slots(spark.getConf()), 0);
  }

  /** Bytes that the driver receives from the tasks of one job at most; 0 = no limit. */
  public long maxResultBytes() {
    return spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
  }

  /** How far the run is, for Spark's metrics. */
  public RunMetrics figures() {
    return figures;
  }

  /**
   * Runs one step of a pipeline and logs its wall time, its serial part and what its tasks cost.
   */
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

  /** For libraries that start Spark jobs of their own; see {@link #run}. */
  public JavaSparkContext spark() {
    return spark;
  }

  /** Sends a value once to every executor. */
  public <T> BroadcastHandle<T> broadcast(T value) {
    return wait.call(() -> BroadcastHandle.broadcast(spark, value));
  }

  /** Shares numbers as they are; in local mode without a copy. */
  public BroadcastHandle<float[]> broadcastNumbers(float[] values) {
    return spark.isLocal() ? BroadcastHandle.inThisJvm(values) : broadcast(values);
  }

  /** Frees what was shared and broadcast since the application began; for the end of a job. */
  public void destroyBroadcasts() {
    spark.destroyAll();
  }

  /** A task over one item. */
  public interface MapTask<T, R> extends Serializable {
    R run(T item, TaskContext context) throws Exception;
  }

  /** A task over a partition of data that Spark has. */
  public interface PartitionMap<T, R> extends Serializable {
    R run(int partition, Iterator<T> data, TaskContext context) throws Exception;
  }

  /** The map side of an exchange: blocks, made while they are asked for. */
  public interface BlockTask<T> extends Serializable {
    Iterator<Block> run(T item, TaskContext context) throws Exception;
  }

  /** The map side of an exchange over data that Spark has: one task per partition. */
  public interface PartitionTask<T> extends Serializable {
    Iterator<Block> run(int partition, Iterator<T> data, TaskContext context) throws Exception;
  }

  /** The reduce side of an exchange; blocks come in no particular order. */
  public interface ReduceTask<R> extends Serializable {
    R run(int partition, Iterator<byte[]> blocks, TaskContext context) throws Exception;
  }

  /** A reduce side that feeds a second exchange. */
  public interface RelayTask extends Serializable {
    Iterator<Block> run(int partition, Iterator<byte[]> blocks, TaskContext context)
        throws Exception;
  }

  /** Runs one task per item; results in the order of the items. */
  public <T extends Serializable, R extends Serializable> List<R> map(
      String what, List<T> items, MapTask<T, R> task) {
    if (items.isEmpty()) {
      return List.of();
    }
    return collect(
        what, () -> rdd(items, (item, context) -> TaskResult.serialize(task.run(item, context))));
  }

  /** Runs one map task per item and one reduce task per partition, with one shuffle between. */
  public <T extends Serializable, R extends Serializable> List<R> exchange(
      String what, List<T> items, BlockTask<T> map, int partitions, ReduceTask<R> reduce) {
    return exchange(what, items, map, TaskGroups.each(partitions), reduce);
  }

  /** Runs one map task per item, and tasks that reduce some shards each, one after another. */
  public <T extends Serializable, R extends Serializable> List<R> exchange(
      String what, List<T> items, BlockTask<T> map, TaskGroups shards, ReduceTask<R> reduce) {
    return this.<T, R>exchange(what, items, map).reduce(shards, reduce);
  }

  /** Begins a chain of shuffles with one map task per item. */
  public <T extends Serializable, R extends Serializable> Exchange<R> exchange(
      String what, List<T> items, BlockTask<T> map) {
    return new Exchange<>(this, what, () -> mapped(items, map));
  }

  /**
   * Begins a chain of shuffles with map tasks that read some shards each, one after another: a task
   * for each of many small shards would cost more than its work.
   */
  public <R extends Serializable> Exchange<R> exchange(
      String what, TaskGroups shards, BlockTask<Integer> map) {
    return exchange(
        what,
        shards.ranges(),
        (range, context) ->
            Exchange.blocksOfEach(
                IntStream.range(range.from(), range.to()).iterator(),
                shard -> map.run(shard, context),
                Integer::intValue));
  }

  /** Runs one task per partition of {@code data}; results in the order of the partitions. */
  public <T, R extends Serializable> List<R> map(
      String what, JavaRDD<T> data, PartitionMap<T, R> task) {
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

  /** An exchange over the partitions of {@code data}. */
  public <T, R extends Serializable> List<R> exchange(
      String what, JavaRDD<T> data, PartitionTask<T> map, int partitions, ReduceTask<R> reduce) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    JavaPairRDD<Integer, byte[]> blocks =
        data.mapPartitionsWithIndex(
                (partition, some) ->
                    pairs(map.run(partition, some, TaskContext.of(conf.value().value()))),
                false)
            .mapToPair(pair -> pair);
    return new Exchange<R>(this, what, () -> blocks).reduce(TaskGroups.each(partitions), reduce);
  }

  /** One partition per item, with one element, which is made whenever a task asks for it. */
  public <T extends Serializable, R> JavaRDD<R> rdd(List<T> items, MapTask<T, R> task) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return packed(items)
        .map(item -> task.run(TaskResult.deserialize(item), TaskContext.of(conf.value().value())));
  }

  /** Runs something that starts Spark jobs of its own; what it broadcasts is destroyed after it. */
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
      List<T> items, BlockTask<T> map) {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return packed(items)
        .flatMapToPair(
            item ->
                pairs(map.run(TaskResult.deserialize(item), TaskContext.of(conf.value().value()))));
  }

  /** What tasks are given to work with, made where they run. */
  Supplier<TaskContext> taskContexts() {
    Broadcast<SerializableConfiguration> conf = hadoop;
    return (Supplier<TaskContext> & Serializable) () -> TaskContext.of(conf.value().value());
  }

  /** Stops Spark and logs what the whole application cost since the start of the driver's JVM. */
  @Override
  public void close() {
    String name = spark.appName();
    wait.close();
    NoChildProcesses.removeFiles();
    spark.close();
    // What tasks kept in this JVM may lie in directories that end with the application.
    ExecutorCache.ofJvm().dropUnused(key -> true);
    LOG.info("{}: {}", name, metrics.summary(System.currentTimeMillis()));
  }

  /** Waits until the listeners have seen all that has happened so far. */
  private void drainEvents() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(STOP_LIMIT.toMillis());
    } catch (TimeoutException e) {
      LOG.warn("Spark's listeners are late: {}", e.getMessage());
    }
  }

  /** One partition per item; each task is sent its own item alone, however many there are. */
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

  /** After a failure: the tasks beside the failed one have been told to stop, but need a while. */
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
