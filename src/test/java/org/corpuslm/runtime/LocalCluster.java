package org.corpuslm.runtime;

/** Spark in this very JVM for tests: two cores, no web page, no name look-ups. */
public final class LocalCluster {
  private LocalCluster() {}

  /** Sets what every Spark context of this JVM starts with. */
  public static void configure() {
    configure("local[2]");
  }

  private static void configure(String master) {
    System.setProperty("spark.master", master);
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
  }

  /** A cluster of its own; to be closed before the next one is opened. */
  public static Cluster open(String name) {
    configure();
    return Cluster.open(name);
  }

  /** One of its own with another master. */
  public static Cluster open(String name, String master) {
    configure(master);
    return Cluster.open(name);
  }
}
