package org.corpuslm.model;

import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;

/** Opens any saved model. */
public final class Models {
  private static final TreeMap<String, ModelFormat> FORMATS = new TreeMap<>();

  static {
    for (ModelFormat f : ServiceLoader.load(ModelFormat.class, Models.class.getClassLoader())) {
      FORMATS.put(f.kind(), f);
    }
  }

  private Models() {}

  /**
   * Opens a model directory.
   *
   * @param memory bytes that the parts of the model held at a time may take, roughly
   * @throws org.corpuslm.runtime.BadInputException if it is none, or damaged
   */
  public static LanguageModel open(Configuration conf, String path, long memory) {
    return open(conf, path, memory, 0);
  }

  /**
   * Returns the directory of a saved model.
   *
   * @throws org.corpuslm.runtime.BadInputException if it is none; says which command makes one
   */
  public static Published directory(Configuration conf, String path) {
    return Published.open(conf, path, FORMATS.keySet().toArray(new String[0]));
  }

  /**
   * Opens a model directory with quantized values, where it has n-gram models.
   *
   * @param memory bytes that the parts of the model held at a time may take, roughly
   * @param bits of stored values; 0 = exact ones
   * @throws org.corpuslm.runtime.BadInputException if it is none, or damaged
   */
  public static LanguageModel open(Configuration conf, String path, long memory, int bits) {
    Published directory = directory(conf, path);
    return FORMATS.get(directory.manifest().kind()).open(conf, directory, memory, bits);
  }
}
