package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Makes RDDs that run tasks. Items become RDDs with one partition per item, so that a task receives
 * only its own item.
 */
final class TaskData {
  private final JavaSparkContext spark;
  private final Contexts contexts;

  /** Makes the context of a task, in the JVM of the task. */
  interface Contexts extends Supplier<TaskContext>, Serializable {}

  /** Broadcasts the Hadoop configuration of the application. */
  TaskData(SparkWithBroadcasts spark) {
    this.spark = spark;
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcastForGood(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.contexts = () -> TaskContext.of(hadoop.value().value());
  }

  Contexts contexts() {
    return contexts;
  }

  /** Returns one element per item, which the task computes. */
  <T extends Serializable, R> JavaRDD<R> elements(List<T> items, Tasks.MapTask<T, R> task) {
    Contexts each = contexts;
    return packed(items).map(item -> task.run(TaskResult.deserialize(item), each.get()));
  }

  /** Returns the blocks of all items, by the partition they are sent to. */
  <T extends Serializable> JavaPairRDD<Integer, byte[]> blocks(
      List<T> items, Tasks.BlockTask<T> task) {
    Contexts each = contexts;
    return packed(items)
        .flatMapToPair(item -> pairs(task.run(TaskResult.deserialize(item), each.get())));
  }

  /** Returns one serialized result per partition of an RDD. */
  <T, R extends Serializable> JavaRDD<byte[]> results(
      JavaRDD<T> data, Tasks.PartitionMap<T, R> task) {
    Contexts each = contexts;
    return data.mapPartitionsWithIndex(
        (partition, rows) -> {
          R result = task.run(partition, rows, each.get());
          return List.of(TaskResult.serialize(result)).iterator();
        },
        false);
  }

  /** Returns the blocks of all partitions of an RDD, by the partition they are sent to. */
  <T> JavaPairRDD<Integer, byte[]> blocks(JavaRDD<T> data, Tasks.PartitionTask<T> task) {
    Contexts each = contexts;
    return data.mapPartitionsWithIndex(
            (partition, rows) -> pairs(task.run(partition, rows, each.get())), false)
        .mapToPair(pair -> pair);
  }

  private <T extends Serializable> JavaRDD<byte[]> packed(List<T> items) {
    List<byte[]> bytes = new ArrayList<>(items.size());
    for (T item : items) {
      bytes.add(TaskResult.serialize(item));
    }
    return spark.parallelize(bytes, Math.max(1, items.size()));
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
