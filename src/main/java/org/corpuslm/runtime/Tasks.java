package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.Iterator;

/** The functions that tasks of {@link Cluster} and {@link Exchange} run. */
public final class Tasks {
  private Tasks() {}

  /** A task with one item. */
  public interface MapTask<T, R> extends Serializable {
    /** Returns the result for an item. */
    R run(T item, TaskContext context) throws Exception;
  }

  /** A task with one partition of an RDD. */
  public interface PartitionMap<T, R> extends Serializable {
    /** Returns the result for a partition. */
    R run(int partition, Iterator<T> data, TaskContext context) throws Exception;
  }

  /** The map side of a shuffle: one task per item. */
  public interface BlockTask<T> extends Serializable {
    /** Returns the blocks of an item, produced while they are iterated over. */
    Iterator<Block> run(T item, TaskContext context) throws Exception;
  }

  /** The map side of a shuffle: one task per partition of an RDD. */
  public interface PartitionTask<T> extends Serializable {
    /** Returns the blocks of a partition, produced while they are iterated over. */
    Iterator<Block> run(int partition, Iterator<T> data, TaskContext context) throws Exception;
  }

  /** The reduce side of a shuffle. */
  public interface ReduceTask<R> extends Serializable {
    /** Returns the result for a partition, whose blocks come in no particular order. */
    R run(int partition, Iterator<byte[]> blocks, TaskContext context) throws Exception;
  }

  /** The reduce side of a shuffle and the map side of the next. */
  public interface RelayTask extends Serializable {
    /** Returns blocks for the next shuffle from those of a partition, in no particular order. */
    Iterator<Block> run(int partition, Iterator<byte[]> blocks, TaskContext context)
        throws Exception;
  }
}
