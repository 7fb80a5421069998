package org.corpuslm.labeled;

import java.io.IOException;
import org.corpuslm.corpus.LabelSpec.Task;
import org.corpuslm.labeled.model.CountTrie;
import org.corpuslm.runtime.Verification;

/** Verifies a labeler: its counts add up to the words and sentences it was estimated from. */
public final class VerifyLabeler {
  private VerifyLabeler() {}

  /** Reads the whole model and compares its totals with the manifest. */
  public static void run(Verification verification) throws IOException {
    SavedLabeler saved = SavedLabeler.open(verification.conf(), verification.directory().path());
    SavedLabeler.Loaded loaded = saved.load(verification.conf());
    LabelerFacts facts = saved.facts();
    LabelCounts counts = LabelCounts.read(verification.conf(), verification.directory());
    boolean tags = facts.task() == Task.TAG;
    long labels = 0;
    for (int id = 0; id < loaded.labels().size(); id++) {
      labels += loaded.labels().count(id);
    }
    verification.expect(
        "labels", "training labels", labels, tags ? facts.words() : facts.sentences());
    if (counts.emissions != null) {
      verification.expect(
          "counts/emissions.parquet", "words", total(counts.emissions), facts.words());
    }
    if (counts.ngrams != null) {
      boolean ends = counts.ngrams.order() > 1;
      verification.expect(
          "counts/ngrams.parquet",
          "n-grams",
          total(counts.ngrams),
          facts.words() + (ends ? facts.sentences() : 0));
    }
  }

  private static long total(CountTrie counts) {
    long[] sum = new long[1];
    counts.forEach((root, ngram, n) -> sum[0] += n);
    return sum[0];
  }
}
