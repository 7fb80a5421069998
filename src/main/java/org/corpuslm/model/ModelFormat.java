package org.corpuslm.model;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Published;

/**
 * A kind of saved model. Kinds are found as services ({@link java.util.ServiceLoader}), so that
 * this package depends on none of them.
 */
public interface ModelFormat {

  /** Kind of the directories it opens. */
  String kind();

  /**
   * Opens one.
   *
   * @param memory bytes that the parts of the model held at a time may take, roughly
   * @throws org.corpuslm.runtime.BadInputException if it is damaged
   */
  LanguageModel open(Configuration conf, Published directory, long memory);

  /**
   * Opens one with quantized values, if it is a kind that has any.
   *
   * @param bits of stored values; 0 = exact ones
   */
  default LanguageModel open(Configuration conf, Published directory, long memory, int bits) {
    return open(conf, directory, memory);
  }
}
