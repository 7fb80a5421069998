package org.corpuslm.ngram.model;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.LanguageModel;
import org.corpuslm.model.ModelFormat;
import org.corpuslm.runtime.Published;

/** Opens n-gram models. */
public final class NgramModelFormat implements ModelFormat {
  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public LanguageModel open(Configuration conf, Published directory, long memory) {
    return NgramModel.open(conf, directory, memory);
  }

  @Override
  public LanguageModel open(Configuration conf, Published directory, long memory, int bits) {
    return NgramModel.open(conf, directory, memory, bits);
  }
}
