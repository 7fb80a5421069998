package org.corpuslm.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * Computes how much heap the parts of a run take and how much of it a task may use, in bytes. All
 * limits in the code, messages and docs/operations.md use these figures. A JVM needs {@code BASE +
 * resident + slots × task}.
 *
 * @param heap heap of one executor, or of the driver in local mode
 * @param slots number of tasks that run at the same time
 * @param resident bytes that all tasks share: vocabulary, unigrams, models
 */
public record MemoryBudget(long heap, int slots, long resident) {
  private static final long MB = 1L << 20;

  /** Heap of Spark itself. */
  public static final long BASE = 32 * MB;

  /**
   * Largest size of a table of words that {@code prepare} counts before it writes the table out.
   */
  public static final long WORD_TABLE = 64 * MB;

  /** Heap to write a Parquet table: one row group and a page of each column. */
  public static final long TABLE = 17 * MB;

  /** Bytes per word of a vocabulary, besides twice its letters: text, count, hash, shard. */
  public static final int VOCABULARY_WORD = 44;

  /** Bytes per word, besides its letters, while words are merged and ranked. */
  public static final int RANKED_WORD = 128;

  /** Bytes per token of a chunk of text whose n-grams are sorted and packed. */
  public static final int SORTED_TOKEN = 20;

  /** Packed runs take 1/{@value} of the share of a task before they spill to the local disk. */
  public static final int RUNS_PART = 4;

  private static final long MIN_RUNS = 8 * MB;
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:\\s*,.*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*]");

  /**
   * Returns the budget of an executor of an application that is not corpuslm's own.
   *
   * @param local whether tasks run in this JVM
   */
  public static MemoryBudget ofExecutor(SparkConf conf, boolean local) {
    long heap =
        local
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", "1g");
    return new MemoryBudget(heap, slots(conf), 0);
  }

  /** Returns the budget of the JVM in which the caller runs. */
  public static MemoryBudget here() {
    SparkEnv spark = SparkEnv.get();
    int slots = spark == null ? 1 : slots(spark.conf());
    return new MemoryBudget(Runtime.getRuntime().maxMemory(), slots, 0);
  }

  /**
   * Returns the number of tasks that one JVM runs at the same time, according to the configuration.
   */
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

  /** Returns this budget with more bytes that all tasks share. */
  public MemoryBudget beside(long bytes) {
    return new MemoryBudget(heap, slots, resident + bytes);
  }

  /**
   * Returns the limit of {@link ExecutorCache}: half the heap. Tasks need not leave room for it,
   * because the JVM frees unused values when the heap is full.
   */
  public long kept() {
    return heap / 2;
  }

  /** Returns the share of one task. */
  public long task() {
    return Math.max(0, (heap - BASE - resident) / slots);
  }

  /**
   * Returns the limit of the packed runs of a reduce task of {@code count}.
   *
   * @param tables number of tables that the task writes at the same time
   */
  public long runs(int tables) {
    return Math.max(MIN_RUNS, (task() - tables * TABLE) / RUNS_PART);
  }

  /**
   * Returns the number of tokens that a map task of {@code count} may sort at once, in half of its
   * share.
   */
  public int chunk() {
    return (int) Math.min(Integer.MAX_VALUE, task() / 2 / SORTED_TOKEN);
  }

  /**
   * Returns the heap of a vocabulary, which every JVM holds.
   *
   * @param letters total bytes of its words in UTF-8
   */
  public static long vocabulary(long words, long letters) {
    return words * VOCABULARY_WORD + 2 * letters;
  }

  /**
   * Returns the heap of the driver while it ranks words.
   *
   * @param words number of words to keep
   * @param letters total bytes of all words that arrive, in UTF-8
   */
  public static long ranking(long words, long letters) {
    return words * RANKED_WORD + 2 * letters;
  }

  /**
   * Returns the heap of the driver for the counts of held-out positions, while it tunes weights per
   * order.
   *
   * @param positions tokens of the held-out text, including one {@code </s>} per sentence
   */
  public static long heldOut(int order, long positions) {
    return positions * (16 + 30L * order);
  }

  /**
   * Returns the heap of a task that writes the tables of all orders of one shard.
   *
   * @param rows largest number of n-grams of one order
   */
  public static long tables(int order, long rows) {
    long row = 4L * order + 16;
    return (order - 1) * Math.min(TABLE, MB + rows * row);
  }
}
