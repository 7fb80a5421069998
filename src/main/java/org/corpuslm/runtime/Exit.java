package org.corpuslm.runtime;

import org.apache.spark.SparkUserAppException;

/** Ends the program with an exit code, wherever its driver runs. */
public final class Exit {
  private Exit() {}

  /**
   * Does not return, but for a driver inside YARN's application master: that one takes the end of
   * its JVM for a fault and starts the program again, and wants to be returned to, or an exception
   * with the code.
   */
  public static void with(int code) throws SparkUserAppException {
    if (!"cluster".equals(System.getProperty("spark.submit.deployMode"))
        || !"yarn".equals(System.getProperty("spark.master"))) {
      System.exit(code);
    }
    if (code != 0) {
      throw new SparkUserAppException(code);
    }
  }
}
