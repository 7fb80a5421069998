package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyOrigin;
import org.corpuslm.ngram.count.CountFacts.OrderFacts;
import org.corpuslm.ngram.count.CountFacts.Part;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.Verification;

/** Verifies a count store: counts per order, their order and ids, and the vocabulary. */
public final class VerifyCounts {
  private final Configuration conf;
  private final CountStore store;
  private final Verification verification;
  private final Vocabulary vocabulary;
  private final CountStats stats;

  private VerifyCounts(Verification verification) {
    this.conf = verification.conf();
    this.store = CountStore.open(conf, verification.directory().path());
    this.verification = verification;
    this.vocabulary = store.vocabulary(conf);
    this.stats = new CountStats(store.facts().order());
  }

  /** Reads the whole store and compares its totals with the manifest. */
  public static void run(Verification verification) throws IOException {
    new VerifyCounts(verification).run();
  }

  private void run() throws IOException {
    CountFacts facts = store.facts();
    int[] shards = {facts.shards()};
    verification.attempt(
        "sharding", () -> shards[0] = store.sharding(conf, vocabulary).allShards());
    for (int order = 1; order <= facts.order(); order++) {
      for (int shard = 0; shard < (order == 1 ? store.unigramTables() : shards[0]); shard++) {
        add(order, shard);
      }
      compare("counts/order=" + order, stats.facts(order), facts.orders().get(order - 1));
    }
    verification.expect("counts/order=1", "tokens", facts.orders().get(0).total(), facts.tokens());
    if (!facts.parts().isEmpty()) {
      verification.expect(
          "manifest.json",
          "tokens of the corpora in it",
          facts.parts().stream().mapToLong(Part::tokens).sum(),
          facts.tokens());
      verification.expect(
          "manifest.json",
          "sentences of the corpora in it",
          facts.parts().stream().mapToLong(Part::sentences).sum(),
          facts.sentences());
    }
    if (facts.origin() != VocabularyOrigin.GIVEN) {
      compareCounts();
    }
  }

  private void add(int order, int shard) throws IOException {
    int[] key = new int[order];
    int[] last = new int[order];
    Arrays.fill(last, -1);
    long outside = 0;
    long outOfOrder = 0;
    try (TableReader table = store.table(conf, order, shard)) {
      while (table.next()) {
        for (int w = 0; w < order - 1; w++) {
          key[order - 2 - w] = table.int32(w);
        }
        key[order - 1] = table.int32(order - 1);
        outside += Arrays.stream(key).anyMatch(id -> id < 0 || id >= vocabulary.size()) ? 1 : 0;
        outOfOrder += NgramKeys.compare(last, key, order) < 0 ? 0 : 1;
        System.arraycopy(key, 0, last, 0, order);
        long count = table.int64(order);
        long adjusted = table.int64(order + 1);
        outside += count < 0 || adjusted < 0 ? 1 : 0;
        stats.add(order, Math.max(0, count), Math.max(0, adjusted));
      }
    }
    String file = CountStore.tableFile(order, shard);
    verification.expectNone(file, "n-grams of no word or with a count below 0", outside);
    verification.expectNone(file, "n-grams out of order or listed twice", outOfOrder);
  }

  private void compare(String where, OrderFacts found, OrderFacts expected) {
    verification.expect(where, "n-grams", found.ngrams(), expected.ngrams());
    verification.expect(where, "counts in all", found.total(), expected.total());
    for (int j = 1; j <= OrderFacts.MAX_COUNT; j++) {
      verification.expect(
          where,
          "n-grams of count " + j,
          found.rawCountsOfCounts()[j],
          expected.rawCountsOfCounts()[j]);
      verification.expect(
          where,
          "n-grams of adjusted count " + j,
          found.countsOfCounts()[j],
          expected.countsOfCounts()[j]);
    }
    compare(where, "n-grams", found.octaves(), expected.octaves());
    compare(where, "counts in all of n-grams", found.octaveTotals(), expected.octaveTotals());
  }

  private void compare(String where, String what, long[] found, long[] expected) {
    verification.expect(where, "octaves of " + what, found.length, expected.length);
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      String octave = "%s of a count from %d to %d".formatted(what, 1L << i, (2L << i) - 1);
      verification.expect(where, octave, found[i], expected[i]);
    }
  }

  /**
   * Compares the unigrams with the vocabulary's counts, for a vocabulary that was built from the
   * same text.
   */
  private void compareCounts() {
    double[] unigrams = store.unigrams(conf).raw();
    verification.expect("counts/order=1", "words", unigrams.length, vocabulary.size());
    long different = 0;
    for (int id = 0; id < Math.min(unigrams.length, vocabulary.size()); id++) {
      different += id == Vocabulary.BOS || unigrams[id] == vocabulary.count(id) ? 0 : 1;
    }
    verification.expectNone("vocabulary", "words with another count than their unigram", different);
  }
}
