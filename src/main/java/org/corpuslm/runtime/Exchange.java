package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * A chain of shuffles in one Spark job. Each stage receives the blocks of the previous stage, shard
 * by shard, and sends blocks to the shards of the next stage. Tasks of every stage may also have
 * results for the caller. These pass through the later stages, so that a repeated task replaces its
 * result.
 */
public final class Exchange<R extends Serializable> {
  private static final int RESULT = -1; // instead of a shard

  private final Cluster cluster;
  private final String what;
  private final Supplier<JavaPairRDD<Integer, byte[]>> blocks;
  private final boolean hasResults; // whether there are results among the blocks

  /** Begins with the blocks of map tasks. */
  Exchange(Cluster cluster, String what, Supplier<JavaPairRDD<Integer, byte[]>> blocks) {
    this(cluster, what, blocks, false);
  }

  private Exchange(
      Cluster cluster,
      String what,
      Supplier<JavaPairRDD<Integer, byte[]>> blocks,
      boolean hasResults) {
    this.cluster = cluster;
    this.what = what;
    this.blocks = blocks;
    this.hasResults = hasResults;
  }

  /**
   * A shard of a task.
   *
   * @param number number of the shard
   * @param blocks the blocks sent to the shard, in no particular order; only valid until the next
   *     shard
   */
  public record Shard(int number, Iterator<byte[]> blocks) {}

  /** A task of a stage. */
  public interface Task<R> extends Serializable {
    /**
     * Processes the shards of a task, one after another.
     *
     * @param results receives results for the caller of the exchange
     * @return blocks for the next stage, produced while they are iterated over
     */
    Iterator<Block> run(Iterator<Shard> shards, Consumer<R> results, TaskContext context)
        throws Exception;
  }

  /** Adds a stage. */
  public Exchange<R> then(TaskGroups groups, Task<R> task) {
    Supplier<JavaPairRDD<Integer, byte[]>> before = blocks;
    TaskData.Contexts context = cluster.taskContexts();
    int partitions = groups.size() + (hasResults ? 1 : 0);
    return new Exchange<>(
        cluster,
        what,
        () -> {
          Partitioner partitioner = new ByGroup(groups, partitions);
          JavaPairRDD<Integer, byte[]> senders = before.get();
          int count = senders.getNumPartitions();
          JavaPairRDD<Integer, byte[]> sent =
              senders.mapPartitionsToPair(pairs -> BlockCounts.sent(pairs, partitioner));
          JavaPairRDD<Integer, byte[]> received =
              groups.areSingle()
                  ? sent.partitionBy(partitioner)
                  : sent.repartitionAndSortWithinPartitions(partitioner);
          String name = what;
          return received
              .mapPartitionsWithIndex(
                  (index, pairs) -> {
                    BlockCounts.Received in = new BlockCounts.Received(pairs, count, name);
                    return index == groups.size()
                        ? in
                        : run(groups.range(index), in, task, context.get());
                  },
                  false)
              .mapToPair(pair -> pair);
        },
        true);
  }

  /** Adds a stage without results for the caller. */
  public Exchange<R> relay(TaskGroups groups, Tasks.RelayTask task) {
    return then(
        groups,
        (shards, results, context) ->
            blocksOfEach(
                shards, shard -> task.run(shard.number(), shard.blocks(), context), Shard::number));
  }

  /** Adds a last stage with one result per shard, and runs all stages. */
  public List<R> reduce(TaskGroups groups, Tasks.ReduceTask<R> task) {
    return then(
            groups,
            (shards, results, context) -> {
              while (shards.hasNext()) {
                Shard shard = shards.next();
                results.accept(task.run(shard.number(), shard.blocks(), context));
              }
              return Collections.emptyIterator();
            })
        .collect();
  }

  /**
   * Runs all stages and returns the results of their tasks: those of the last stage first, in shard
   * order.
   */
  public List<R> collect() {
    return cluster.collect(
        what, () -> blocks.get().filter(pair -> pair._1() == RESULT).map(pair -> pair._2()));
  }

  private static <R> Iterator<Tuple2<Integer, byte[]>> run(
      TaskGroups.Range range, BlockCounts.Received pairs, Task<R> task, TaskContext context)
      throws Exception {
    List<R> results = new ArrayList<>();
    Iterator<Block> blocks = task.run(new Shards(range, pairs), results::add, context);
    return new Iterator<>() {
      private int sent; // of the results

      @Override
      public boolean hasNext() {
        if (blocks.hasNext()) {
          return true;
        }
        pairs.finish();
        return sent < results.size();
      }

      @Override
      public Tuple2<Integer, byte[]> next() {
        if (blocks.hasNext()) {
          Block block = blocks.next();
          return new Tuple2<>(block.partition(), block.bytes());
        }
        return new Tuple2<>(RESULT, TaskResult.serialize(results.get(sent++)));
      }
    };
  }

  /** Work on one item of several. */
  interface ItemWork<T> {
    Iterator<Block> blocks(T item) throws Exception;
  }

  /**
   * Returns the blocks of all items, one item after another, produced while they are iterated over.
   */
  static <T> Iterator<Block> blocksOfEach(
      Iterator<T> items, ItemWork<T> work, ToIntFunction<T> number) {
    return new Iterator<>() {
      private Iterator<Block> blocks = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!blocks.hasNext() && items.hasNext()) {
          T item = items.next();
          try {
            blocks = work.blocks(item);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException("shard " + number.applyAsInt(item), e);
          }
        }
        return blocks.hasNext();
      }

      @Override
      public Block next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return blocks.next();
      }
    };
  }

  /** Splits the blocks of a task, which are sorted by shard, into shards. */
  private static final class Shards implements Iterator<Shard> {
    private final TaskGroups.Range range;
    private final Iterator<Tuple2<Integer, byte[]>> pairs;
    private Tuple2<Integer, byte[]> ahead; // null: not read yet, or at the end
    private int next;

    Shards(TaskGroups.Range range, Iterator<Tuple2<Integer, byte[]>> pairs) {
      this.range = range;
      this.pairs = pairs;
      this.next = range.from();
    }

    @Override
    public boolean hasNext() {
      return next < range.to();
    }

    @Override
    public Shard next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      while (hasBlock(next - 1)) { // blocks that the task did not read
        ahead = null;
      }
      int shard = next++;
      return new Shard(
          shard,
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return hasBlock(shard);
            }

            @Override
            public byte[] next() {
              if (!hasBlock(shard)) {
                throw new NoSuchElementException();
              }
              byte[] bytes = ahead._2();
              ahead = null;
              return bytes;
            }
          });
    }

    private boolean hasBlock(int shard) {
      if (ahead == null && pairs.hasNext()) {
        ahead = pairs.next();
      }
      return ahead != null && ahead._1() == shard;
    }
  }

  /** Sends blocks to the task of their shard, and results to one further task. */
  private static final class ByGroup extends Partitioner {
    private static final long serialVersionUID = 1;

    private final TaskGroups groups;
    private final int partitions;

    ByGroup(TaskGroups groups, int partitions) {
      this.groups = groups;
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      int shard = (Integer) key;
      if (BlockCounts.isCount(shard)) {
        return BlockCounts.partitionOf(shard);
      }
      return shard == RESULT ? groups.size() : groups.taskOf(shard);
    }
  }
}
