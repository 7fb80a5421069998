package org.corpuslm.runtime;

import java.io.File;
import java.io.IOException;
import org.apache.spark.SparkEnv;

/** Files of a running task on the local disks of its machine, where Spark's own spills are. */
public final class LocalTempFiles {
  private LocalTempFiles() {}

  /** Returns the id of the application that the files belong to; they go with it. */
  public static String application() {
    SparkEnv spark = SparkEnv.get();
    return spark == null ? "" : spark.conf().get("spark.app.id", "");
  }

  /** A new file; Spark removes it at the end of the application if its owner has not. */
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
