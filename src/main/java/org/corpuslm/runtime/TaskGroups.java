package org.corpuslm.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Assigns consecutive shards to tasks. Because every task costs some milliseconds, small shards
 * share one. Immutable.
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
   * @param from first shard
   * @param to end of the range, exclusive
   */
  public record Range(int from, int to) implements Serializable {}

  /** Returns groups of one shard each. */
  public static TaskGroups each(int shards) {
    return new TaskGroups(IntStream.rangeClosed(0, shards).toArray());
  }

  /**
   * Returns groups of as many consecutive shards as stay below a size together.
   *
   * @param sizes size of each shard
   * @param limit limit of the sum; a larger shard has a task of its own
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

  /** Returns these groups followed by those of further shards, which are numbered after these. */
  public TaskGroups and(TaskGroups others) {
    int[] all = Arrays.copyOf(starts, starts.length + others.size());
    for (int i = 0; i < others.size(); i++) {
      all[starts.length + i] = shards() + others.starts[i + 1];
    }
    return new TaskGroups(all);
  }

  /** Returns the number of tasks. */
  public int size() {
    return starts.length - 1;
  }

  int shards() {
    return starts[size()];
  }

  /** Returns whether every task has exactly one shard. */
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

  /** Returns the shards of each task. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    for (int task = 0; task < size(); task++) {
      ranges.add(range(task));
    }
    return ranges;
  }
}
