package org.corpuslm.model;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.runtime.Published;

/** Opens any saved model. */
public final class Models {
  private Models() {}

  /**
   * Opens a model directory.
   *
   * @param memory bytes that the parts of the model held at a time may take, roughly
   * @throws org.corpuslm.runtime.BadInputException if it is none, or damaged
   */
  public static LanguageModel open(Configuration conf, String path, long memory) {
    Published directory = Published.open(conf, path, NgramModel.KIND);
    return NgramModel.open(conf, directory, memory);
  }
}
