package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.Verification;

/** Verifies an n-gram model: numbers of n-grams and contexts, every value, and every shard. */
public final class VerifyNgramModel {
  /** Largest log10 p that rounding can give a probability of 1. */
  private static final double MAX_LOGPROB = 1e-6;

  private final Configuration conf;
  private final Published directory;
  private final Verification verification;

  private VerifyNgramModel(Verification verification) {
    this.conf = verification.conf();
    this.directory = verification.directory();
    this.verification = verification;
  }

  /** Reads the whole model, one shard in memory at a time, and compares its totals. */
  public static void run(Verification verification) throws IOException {
    new VerifyNgramModel(verification).run();
  }

  private void run() throws IOException {
    NgramFacts facts = directory.facts(NgramFacts.class);
    NgramModel model = NgramModel.open(conf, directory, 0);
    verification.expect("vocabulary", "words", model.vocabulary().size(), facts.ngrams().get(0));
    for (int order = 1; order <= facts.order(); order++) {
      long ngrams =
          rows("ngrams/order=" + order, order, NgramModelTables.ngrams(order), MAX_LOGPROB);
      verification.expect(
          "ngrams/order=" + order, "n-grams", ngrams, facts.ngrams().get(order - 1));
    }
    for (int length = 1; length < facts.order(); length++) {
      String tables = "contexts/length=" + length;
      Columns columns = NgramModelTables.contexts(length);
      long contexts = rows(tables, length, columns, Double.POSITIVE_INFINITY);
      verification.expect(tables, "contexts", contexts, facts.contexts().get(length - 1));
    }
    for (int shard = 0; shard < facts.shards(); shard++) {
      int loaded = shard;
      verification.attempt("ngrams/*/shard=" + shard, () -> model.only(loaded));
    }
  }

  /**
   * Checks and counts the rows of all tables below a directory; column {@code value} must not
   * exceed {@code max}.
   */
  private long rows(String below, int value, Columns columns, double max) throws IOException {
    long rows = 0;
    for (PublishedFile file : directory.manifest().below(below)) {
      long impossible = 0;
      try (TableReader table = new TableReader(conf, directory, file, columns)) {
        while (table.next()) {
          rows++;
          impossible += table.float64(value) <= max ? 0 : 1; // NaN as well
        }
      }
      verification.expectNone(file.path(), "values that are not possible", impossible);
    }
    return rows;
  }
}
