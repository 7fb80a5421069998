package org.corpuslm.runtime;

import org.apache.spark.SparkUserAppException;

/** Ends the program with an exit code, in any deploy mode. */
public final class Exit {
  private Exit() {}

  /**
   * Ends the JVM, unless the driver runs in YARN's application master. There, the end of the JVM
   * would count as a failure and YARN would start the program again; so this method returns for
   * code 0 and throws for others.
   *
   * @throws SparkUserAppException with the code, if it is not 0 and the driver runs in the
   *     application master
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
