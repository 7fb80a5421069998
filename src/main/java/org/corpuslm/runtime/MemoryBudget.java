package org.corpuslm.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The one place that says how much heap the parts of a run take, in bytes, and how much of it a
 * task may use: limits in the code, refusals and docs/operations.md have their figures from here. A
 * JVM needs {@code base + vocabulary + slots × task + model}.
 *
 * @param heap of one executor, or of the driver in local mode
 * @param slots tasks that it runs at a time
 * @param resident bytes that all tasks share: vocabulary, unigrams, models
 */
public record MemoryBudget(long heap, int slots, long resident) {
  private static final long MB = 1L << 20;

  /** Spark itself. */
  public static final long BASE = 32 * MB;

  /** A table of words that {@code prepare} counts before it writes them out. */
  public static final long WORD_TABLE = 64 * MB;

  /** A Parquet table that is written: one row group and a page of each column. */
  public static final long TABLE = 17 * MB;

  /** A word of the vocabulary beside twice its letters: text, count, hash, shard. */
  public static final int VOCABULARY_WORD = 44;

  /** A word beside its letters while words are merged and ranked. */
  public static final int RANKED_WORD = 128;

  /** A token of a chunk of text while its n-grams are sorted and packed. */
  public static final int SORTED_TOKEN = 20;

  /** The part of a task's share that packed runs take before they go to the local disk. */
  public static final int RUNS_PART = 4;

  private static final long MIN_RUNS = 8 * MB;
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:\\s*,.*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*]");

  /** The budget of the JVM in which a task runs. */
  public static MemoryBudget here() {
    SparkEnv spark = SparkEnv.get();
    int slots = spark == null ? 1 : slots(spark.conf());
    return new MemoryBudget(Runtime.getRuntime().maxMemory(), slots, 0);
  }

  /** Tasks that one JVM runs at a time, as far as the configuration says. */
  static int slots(SparkConf conf) {
    int processors = Runtime.getRuntime().availableProcessors();
    String master = conf.get("spark.master", "local[*]");
    Matcher local = LOCAL.matcher(master);
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    int cores;
    if (local.matches()) {
      String threads = local.group(1);
      cores = threads == null ? 1 : threads.equals("*") ? processors : Integer.parseInt(threads);
    } else if (cluster.matches()) {
      cores = Integer.parseInt(cluster.group(1));
    } else {
      boolean standalone = master.startsWith("spark:");
      cores = conf.getInt("spark.executor.cores", standalone ? processors : 1);
    }
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  /** The same beside more that all tasks share. */
  public MemoryBudget beside(long bytes) {
    return new MemoryBudget(heap, slots, resident + bytes);
  }

  /**
   * What {@link ExecutorCache} may keep for later tasks: half the heap. Tasks need not leave room
   * for it, since it gives way when the heap is full.
   */
  public long kept() {
    return heap / 2;
  }

  /** The share of one task. */
  public long task() {
    return Math.max(0, (heap - BASE - resident) / slots);
  }

  /**
   * What packed runs of a reduce task of {@code count} may take.
   *
   * @param tables that it writes beside them
   */
  public long runs(int tables) {
    return Math.max(MIN_RUNS, (task() - tables * TABLE) / RUNS_PART);
  }

  /** Tokens of a chunk that a map task of {@code count} may sort at once: half of its share. */
  public int chunk() {
    return (int) Math.min(Integer.MAX_VALUE, task() / 2 / SORTED_TOKEN);
  }

  /**
   * A vocabulary, which every JVM has.
   *
   * @param letters bytes of its words
   */
  public static long vocabulary(long words, long letters) {
    return words * VOCABULARY_WORD + 2 * letters;
  }

  /**
   * Words while the driver ranks them.
   *
   * @param words that stay
   * @param letters bytes of all words that come
   */
  public static long ranking(long words, long letters) {
    return words * RANKED_WORD + 2 * letters;
  }

  /**
   * Counts of held-out positions in the driver, while weights per order are searched.
   *
   * @param positions tokens of the held-out text, one {@code </s>} a sentence included
   */
  public static long heldOut(int order, long positions) {
    return positions * (16 + 30L * order);
  }

  /**
   * The tables of all orders of one shard while they are written.
   *
   * @param rows most n-grams of one order
   */
  public static long tables(int order, long rows) {
    long row = 4L * order + 16;
    return (order - 1) * Math.min(TABLE, MB + rows * row);
  }
}
