package org.corpuslm.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.EncodedText;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Staging;

/**
 * What the tasks of one evaluation know.
 *
 * @param leaves the models that are scored
 * @param blends the models that figures are wanted of, side by side
 * @param vocabularyOf directory whose vocabulary the held-out text is read in
 * @param resetPerSentence whether models that carry a state begin every sentence without it
 * @param details what to write beside the figures
 * @param staging where to write it
 */
record ScoringPlan(
    List<ModelHandle> leaves,
    List<WeightedComponents> blends,
    String vocabularyOf,
    boolean resetPerSentence,
    EvaluateConfig.Details details,
    Staging staging)
    implements Serializable {

  /** The held-out text in the ids of one of the scored models. */
  EncodedText text(Configuration conf, HeldOutPartition partition, int m) throws IOException {
    ModelHandle ref = leaves.get(m);
    Vocabulary own = ModelCache.get(conf, ref).vocabulary();
    if (ref.sameIds()) {
      return partition.read(conf, own);
    }
    Vocabulary reference = VocabularyFile.read(conf, Published.open(conf, vocabularyOf));
    return partition.read(conf, reference).in(reference, own);
  }

  int modelOfShard(int shard) {
    int found = -1;
    for (int m = 0; m < leaves.size(); m++) {
      if (leaves.get(m).sharded() && leaves.get(m).firstShard() <= shard) {
        found = m;
      }
    }
    return found;
  }
}
