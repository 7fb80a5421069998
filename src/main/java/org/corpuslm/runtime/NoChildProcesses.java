package org.corpuslm.runtime;

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.executor.ProcfsMetricsGetter;
import org.apache.spark.util.ShutdownHookManager;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.runtime.BoxedUnit;

/**
 * Prevents Spark's local mode from starting child processes, which a restricted environment may not
 * allow: {@code chmod} on the job jar, {@code getconf} for the page size and {@code rm -rf} for
 * temporary directories. On a cluster, Spark is left unchanged.
 */
final class NoChildProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(NoChildProcesses.class);

  private static final String TESTING = "spark.testing";

  /**
   * Priority of the shutdown hook: after the end of Spark's context (50), before the removal of its
   * temporary directories (25).
   */
  private static final int BEFORE_REMOVAL = 30;

  private static boolean prepared;

  private NoChildProcesses() {}

  /** Changes the settings of a session that is about to start, if it is local. */
  static synchronized void prepare(SparkConf conf) {
    if (!isLocal(conf.get("spark.master", ""))) {
      return;
    }
    // spark-submit has put these jars on the class path of this JVM, which runs the tasks. Spark
    // would copy each one and change its mode with chmod.
    conf.remove("spark.jars");
    if (prepared) {
      return;
    }
    prepared = true;
    skipPageSize(conf);
    ShutdownHookManager.addShutdownHook(
        BEFORE_REMOVAL,
        () -> {
          removeTemporaryDirectories(conf);
          return BoxedUnit.UNIT;
        });
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /**
   * Prevents Spark's metrics of process trees from asking for the page size, which they do even
   * when they are off.
   */
  private static void skipPageSize(SparkConf conf) {
    if (conf.getBoolean("spark.executor.processTreeMetrics.enabled", false)) {
      return;
    }
    String testing = System.getProperty(TESTING);
    System.setProperty(TESTING, "true");
    try {
      ProcfsMetricsGetter.pTreeInfo();
    } finally {
      if (testing == null) {
        System.clearProperty(TESTING);
      } else {
        System.setProperty(TESTING, testing);
      }
    }
  }

  /** Removes the files of the session that is about to end, if it is local. */
  static void removeFiles() {
    SparkEnv env = SparkEnv.get();
    if (env == null || !isLocal(env.conf().get("spark.master", ""))) {
      return;
    }
    if (env.driverTmpDir().isDefined()) {
      remove(new File(env.driverTmpDir().get()));
      env.driverTmpDir_$eq(Option.empty());
    }
    for (File directory : env.blockManager().diskBlockManager().localDirs()) {
      remove(directory);
    }
  }

  /** Removes the temporary directories that Spark would remove at the end of this JVM. */
  private static void removeTemporaryDirectories(SparkConf conf) {
    Set<String> roots = new LinkedHashSet<>(List.of(Utils.getConfiguredLocalDirs(conf)));
    roots.add(System.getProperty("java.io.tmpdir"));
    for (String root : roots) {
      File[] directories = new File(root).listFiles(ShutdownHookManager::hasShutdownDeleteDir);
      for (File directory : directories == null ? new File[0] : directories) {
        remove(directory);
      }
    }
  }

  private static void remove(File directory) {
    try {
      if (directory.exists()) {
        PathUtils.deleteDirectory(directory.toPath());
      }
      ShutdownHookManager.removeShutdownDeleteDir(directory);
    } catch (IOException e) {
      LOG.debug("cannot remove {}: {}", directory, e.getMessage()); // Spark will try again
    }
  }
}
