package org.corpuslm.runtime;

import java.io.File;
import java.io.IOException;
import org.apache.spark.SparkEnv;

/**
 * Creates temporary files of a running task on the local disks of its machine, beside Spark's own
 * spill files.
 */
public final class LocalTempFiles {
  private LocalTempFiles() {}

  /** Returns the id of the application that the files belong to; empty without Spark. */
  public static String application() {
    SparkEnv spark = SparkEnv.get();
    return spark == null ? "" : spark.conf().get("spark.app.id", "");
  }

  /**
   * Creates an empty file. Its owner removes it; if not, Spark does at the end of the application.
   *
   * @throws IOException if it cannot be created
   */
  public static File file() throws IOException {
    SparkEnv spark = SparkEnv.get();
    if (spark != null) {
      return spark.blockManager().diskBlockManager().createTempLocalBlock()._2();
    }
    File file = File.createTempFile("corpuslm-", ".spill");
    file.deleteOnExit();
    return file;
  }
}
