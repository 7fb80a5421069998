package org.corpuslm.ngram.model;

import org.corpuslm.runtime.Columns;

/**
 * The tables of an n-gram model. N-grams and contexts of shard S are those whose context, or which
 * themselves as a context, end in a word of S; both in key order (reversed context, then word).
 */
public final class NgramTables {
  private NgramTables() {}

  /** w1 … wK, log10 probability of wK after the others. */
  public static Columns ngrams(int order) {
    return new Columns().words(order).float64("logprob");
  }

  /** w1 … wK, log10 back-off weight of this context. */
  public static Columns contexts(int length) {
    return new Columns().words(length).float64("backoff");
  }

  /** Unigrams are global: one file, in the order of the ids. */
  public static String unigramDirectory() {
    return "ngrams/order=1/shard=0";
  }

  public static String ngramDirectory(int order, int shard) {
    return "ngrams/order=%d/shard=%d".formatted(order, shard);
  }

  public static String contextDirectory(int length, int shard) {
    return "contexts/length=%d/shard=%d".formatted(length, shard);
  }

  /** The file in one of these directories. */
  public static String file(String directory) {
    return directory + "/part.parquet";
  }
}
