package org.corpuslm.ngram.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;

/**
 * Names and columns of the tables of an n-gram model. Shard S has the n-grams whose context belongs
 * to it ({@link org.corpuslm.ngram.count.Sharding}), and the contexts that belong to it themselves;
 * both in key order (reversed context, then word). Hot contexts are in hot-context shards, numbered
 * after the ordinary ones.
 */
public final class NgramModelTables {
  private NgramModelTables() {}

  /** Returns the columns of n-grams: w1 … wK, log10 p(wK | w1 … wK−1). */
  public static Columns ngrams(int order) {
    return new Columns().words(order).float64("logprob");
  }

  /** Returns the columns of contexts: w1 … wK, log10 back-off weight. */
  public static Columns contexts(int length) {
    return new Columns().words(length).float64("backoff");
  }

  /** Returns the directory of the unigrams, which are in one table, sorted by id. */
  public static String unigramDirectory() {
    return "ngrams/order=1/shard=0";
  }

  /** Returns the directory of the n-grams of one order of a shard. */
  public static String ngramDirectory(int order, int shard) {
    return "ngrams/order=%d/shard=%d".formatted(order, shard);
  }

  /** Returns the directory of the contexts of one length of a shard. */
  public static String contextDirectory(int length, int shard) {
    return "contexts/length=%d/shard=%d".formatted(length, shard);
  }

  /** Opens the n-grams of one order of a shard; the caller closes the table. */
  public static TableReader openNgrams(Configuration conf, Published model, int order, int shard) {
    return new TableReader(conf, model, model.only(ngramDirectory(order, shard)), ngrams(order));
  }

  /** Opens the contexts of one length of a shard; the caller closes the table. */
  public static TableReader openContexts(
      Configuration conf, Published model, int length, int shard) {
    return new TableReader(
        conf, model, model.only(contextDirectory(length, shard)), contexts(length));
  }

  /** Returns the file in one of these directories. */
  public static String file(String directory) {
    return directory + "/part.parquet";
  }

  /** Writes log10 p of every word without context, by id. */
  static void writeUnigrams(OutputDirectory output, double[] log10) {
    try (TableWriter table =
        new TableWriter(
            output.driverTask(), output.staging(), file(unigramDirectory()), ngrams(1))) {
      for (int id = 0; id < log10.length; id++) {
        table.put(0, id);
        table.put(1, log10[id]);
        table.endRow();
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the unigrams", e);
    }
  }

  /**
   * Reads log10 p of every word without context, by id.
   *
   * @throws BadInputException if the table does not fit the vocabulary
   */
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
