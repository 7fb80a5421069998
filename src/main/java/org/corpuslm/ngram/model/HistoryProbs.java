package org.corpuslm.ngram.model;

import java.util.Iterator;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;

/**
 * Probabilities p(h) of the contexts h of one shard by the model itself: the product of the
 * probabilities of their words. A sentence begins as often as it ends, so p({@code <s>}) is
 * p({@code </s>}). Memory: 8 bytes per word of a context except the first.
 */
final class HistoryProbs {
  private final double[] unigrams; // log10
  private final double[][] factors; // [length][row·(length − 1) + factor], log10

  /**
   * Collects the responses of all shards, which come in any order.
   *
   * @param unigrams log10 unigram probabilities by word id
   */
  HistoryProbs(
      Published model, int order, int shard, double[] unigrams, Iterator<byte[]> responses) {
    this.unigrams = unigrams;
    this.factors = new double[order][];
    for (int length = 2; length < order; length++) {
      long rows = model.only(NgramModelTables.contextDirectory(length, shard)).rows();
      String what = model.path() + ", contexts of %d words".formatted(length);
      factors[length] = new double[ShardLimits.arrayLength(rows, length - 1, what)];
    }
    while (responses.hasNext()) {
      ByteSource in = new ByteSource(responses.next());
      while (in.hasMore()) {
        int length = in.unsigned();
        int factor = in.unsigned();
        int row = in.varint();
        factors[length][row * (length - 1) + factor - 2] = in.float64();
      }
    }
  }

  /**
   * Returns p(h), linear.
   *
   * @param key the context, the last word first
   * @param row row of the context in its table
   */
  double p(int[] key, int length, int row) {
    int first = key[length - 1];
    double log10 = unigrams[first == Vocabulary.BOS ? Vocabulary.EOS : first];
    for (int i = 0; i < length - 1; i++) {
      log10 += factors[length][row * (length - 1) + i];
    }
    return Math.pow(10, log10);
  }
}
