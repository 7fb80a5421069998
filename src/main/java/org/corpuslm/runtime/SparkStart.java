package org.corpuslm.runtime;

import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkConf;

/** Starts Spark for a {@link Cluster}. */
final class SparkStart {
  private SparkStart() {}

  /** Returns the configuration from spark-submit, completed for a local application without it. */
  static SparkConf configuration(String name) {
    SparkConf conf = new SparkConf().setAppName("corpuslm " + name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.setIfMissing("spark.kryo.registrator", CorpuslmKryoRegistrator.class.getName());
    conf.setIfMissing("spark.kryo.registrationRequired", "true");
    // File names are UTF-8 in executors, whatever the environment of their workers says.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    return conf;
  }

  /**
   * Starts Spark.
   *
   * @throws BadInputException if Spark refuses a setting
   */
  static SparkWithBroadcasts start(SparkConf conf) {
    Login.ensure();
    NoChildProcesses.prepare(conf);
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
}
