package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Assigns consecutive shards to tasks. A task costs some milliseconds whatever it does, so small
 * shards share one.
 */
public final class TaskGroups implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] starts; // by task: its first shard; then the number of shards

  private TaskGroups(int[] starts) {
    this.starts = starts;
  }

  /**
   * The shards of one task.
   *
   * @param from the first one
   * @param to behind the last one
   */
  public record Range(int from, int to) implements Serializable {}

  /** One task per shard. */
  public static TaskGroups each(int shards) {
    return new TaskGroups(IntStream.rangeClosed(0, shards).toArray());
  }

  /**
   * One task for as many shards as stay below a size together.
   *
   * @param sizes by shard
   * @param limit of the sum; a larger shard has a task to itself
   */
  public static TaskGroups of(double[] sizes, double limit) {
    int[] starts = new int[sizes.length + 1];
    int tasks = 0;
    double sum = Double.POSITIVE_INFINITY;
    for (int shard = 0; shard < sizes.length; shard++) {
      sum += sizes[shard];
      if (sum > limit) {
        starts[tasks++] = shard;
        sum = sizes[shard];
      }
    }
    starts[tasks] = sizes.length;
    return new TaskGroups(Arrays.copyOf(starts, tasks + 1));
  }

  /** Returns these groups and, for as many more shards behind them, others. */
  public TaskGroups and(TaskGroups others) {
    int[] all = Arrays.copyOf(starts, starts.length + others.size());
    for (int i = 0; i < others.size(); i++) {
      all[starts.length + i] = shards() + others.starts[i + 1];
    }
    return new TaskGroups(all);
  }

  /** Number of tasks. */
  public int size() {
    return starts.length - 1;
  }

  int shards() {
    return starts[size()];
  }

  /** Whether every task has exactly one shard. */
  boolean areSingle() {
    return size() == shards();
  }

  int taskOf(int shard) {
    int at = Arrays.binarySearch(starts, shard);
    return at >= 0 ? at : -at - 2;
  }

  Range range(int task) {
    return new Range(starts[task], starts[task + 1]);
  }

  /** The shards of every task. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (int task = 0; task < size(); task++) {
      ranges.add(range(task));
    }
    return ranges;
  }
}
