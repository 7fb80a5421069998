package org.corpuslm.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Computes the number of task slots that Spark's configuration promises. It does not depend on when
 * executors register.
 */
final class TaskSlots {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)(?:,[0-9]+)?\\])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*([0-9]+)\\s*,\\s*([0-9]+)\\s*,\\s*[0-9]+\\s*\\]");

  private TaskSlots() {}

  /**
   * Returns the promised number.
   *
   * @throws BadInputException if the configuration does not determine it
   */
  static int configured(SparkConf conf) {
    int slots = promised(conf);
    if (slots < 1) {
      throw new BadInputException(
          ("the number of task slots on %s does not follow from the configuration, and the model"
                  + " depends on the number of workers; give --workers N, or set %s")
              .formatted(conf.get("spark.master"), missing(conf)));
    }
    return slots;
  }

  /** Returns the promised number; 0 if the configuration does not determine it. */
  static int promised(SparkConf conf) {
    String master = conf.get("spark.master");
    int taskCores = conf.getInt("spark.task.cpus", 1);
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String threads = local.group(1) == null ? "1" : local.group(1);
      return threads.equals("*")
          ? Runtime.getRuntime().availableProcessors()
          : Integer.parseInt(threads);
    }
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      return Integer.parseInt(localCluster.group(1))
          * (Integer.parseInt(localCluster.group(2)) / taskCores);
    }
    int cores = conf.getInt("spark.executor.cores", isStandalone(master) ? 0 : 1);
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return conf.getInt("spark.dynamicAllocation.maxExecutors", 0) * (cores / taskCores);
    }
    if (isStandalone(master)) {
      int max = conf.getInt("spark.cores.max", 0);
      return cores == 0 ? max / taskCores : max / cores * (cores / taskCores);
    }
    return conf.getInt("spark.executor.instances", 0) * (cores / taskCores);
  }

  private static boolean isStandalone(String master) {
    return master.startsWith("spark://");
  }

  private static String missing(SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return "spark.dynamicAllocation.maxExecutors and spark.executor.cores";
    }
    return isStandalone(conf.get("spark.master"))
        ? "spark.cores.max"
        : "spark.executor.instances and spark.executor.cores";
  }
}
