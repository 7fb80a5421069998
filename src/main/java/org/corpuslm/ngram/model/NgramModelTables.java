package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * The tables of an n-gram model. N-grams and contexts of shard S are those whose context, or which
 * themselves as a context, are there by {@link org.corpuslm.ngram.count.Sharding}; both in key
 * order (reversed context, then word). Hot contexts are in hot-context shards behind the others.
 */
public final class NgramModelTables {
  private NgramModelTables() {}

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

  /** The n-grams of one order of a shard. */
  public static TableReader openNgrams(Configuration conf, Published model, int order, int shard) {
    return new TableReader(conf, model, model.only(ngramDirectory(order, shard)), ngrams(order));
  }

  /** The contexts of one length of a shard. */
  public static TableReader openContexts(
      Configuration conf, Published model, int length, int shard) {
    return new TableReader(
        conf, model, model.only(contextDirectory(length, shard)), contexts(length));
  }

  /** The file in one of these directories. */
  public static String file(String directory) {
    return directory + "/part.parquet";
  }

  /** log10 p of every word without context, by id. */
  static double[] readUnigrams(Configuration conf, Published directory) {
    PublishedFile file = directory.only(unigramDirectory());
    if (file.rows() != directory.only("vocabulary").rows()) {
      throw damaged(directory.at(file));
    }
    try (TableReader table = new TableReader(conf, directory, file, ngrams(1))) {
      double[] unigrams = new double[Math.toIntExact(file.rows())];
      for (int id = 0; table.next(); id++) {
        if (table.int32(0) != id) {
          throw damaged(directory.at(file));
        }
        unigrams[id] = table.float64(1);
      }
      return unigrams;
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
  }

  private static BadInputException damaged(String file) {
    return new BadInputException(
        file + " is damaged: it does not fit the vocabulary; make its directory again");
  }
}
