package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * An open count store: {@code counts/order=K/shard=S/*.parquet} (w1 … wK, count, adjusted), {@code
 * vocabulary/} and {@code sharding/}. The tables stay on the storage; nothing is held in memory.
 *
 * @param directory the published directory
 * @param facts the facts of its manifest
 */
public record CountStore(Published directory, CountFacts facts) {

  /**
   * Opens a count store.
   *
   * @throws BadInputException if the directory is not a count store or its manifest is damaged
   */
  public static CountStore open(Configuration conf, String path) {
    Published directory = Published.open(conf, path, CountNgrams.KIND);
    CountFacts facts = directory.facts(CountFacts.class);
    if (facts.text() == null) {
      throw new BadInputException(
          directory.path() + " does not state the tokenizer of its text; count again");
    }
    return new CountStore(directory, facts);
  }

  /**
   * Opens the n-grams of one order that a shard needs, context by context: those of its own tables,
   * and those of the hot contexts that its contexts back off to. The caller closes the reader.
   *
   * @param order 2 or more
   * @param shard an ordinary or a hot-context shard
   * @param sharding sharding of this store
   */
  public ContextReader contexts(Configuration conf, int order, int shard, Sharding sharding)
      throws IOException {
    HotContexts hot = sharding.hotContexts(shard);
    List<TableReader> hotTables = new ArrayList<>();
    for (int hotShard : hot.shards()) {
      if (order < facts.order()) { // the longest contexts are never hot
        hotTables.add(table(conf, order, hotShard));
      }
    }
    return ContextReader.ofCounts(table(conf, order, shard), hotTables, hot, order);
  }

  /** Returns the columns of the table of an order: w1 … wK, count, adjusted. */
  public static Columns columns(int order) {
    return new Columns().words(order).int64("count").int64("adjusted");
  }

  /** Returns the directory of a table; the tables of order 1 are numbered by range of word ids. */
  static String tableDirectory(int order, int shard) {
    return "counts/order=%d/shard=%d".formatted(order, shard);
  }

  /** Returns the file in that directory. */
  static String tableFile(int order, int shard) {
    return tableDirectory(order, shard) + "/part.parquet";
  }

  /**
   * Opens the table of one order and shard; tables of order 1 are numbered by range of word ids.
   * The caller closes it.
   */
  TableReader table(Configuration conf, int order, int shard) {
    PublishedFile file = directory.only(tableDirectory(order, shard));
    return new TableReader(conf, directory, file, columns(order));
  }

  /** Returns the number of unigram tables; each has a range of word ids. */
  int unigramTables() {
    return directory.manifest().below("counts/order=1").size();
  }

  /** Reads the vocabulary. */
  public Vocabulary vocabulary(Configuration conf) {
    return VocabularyFile.read(conf, directory);
  }

  /**
   * Reads the sharding of the n-grams.
   *
   * @param vocabulary vocabulary of this store
   */
  public Sharding sharding(Configuration conf, Vocabulary vocabulary) {
    return Sharding.read(conf, directory, vocabulary, facts.shards());
  }

  /**
   * Returns the counted corpora, in the order in which they were added.
   *
   * @throws BadInputException if the manifest lists none
   */
  public List<CountFacts.Part> parts() {
    if (facts.parts().isEmpty()) {
      throw new BadInputException(
          directory.path() + " does not say which corpora are in it; count them again");
    }
    return facts.parts();
  }

  /**
   * Unigram counts by word id.
   *
   * @param raw raw counts; 0 for {@code <s>}
   * @param adjusted numbers of distinct left neighbors; raw counts in a store of order 1
   */
  public record Unigrams(double[] raw, double[] adjusted) {}

  /**
   * Reads the unigram counts. Memory: 16 bytes per word.
   *
   * @throws BadInputException if they are damaged
   */
  public Unigrams unigrams(Configuration conf) {
    int words = Math.toIntExact(facts.orders().get(0).ngrams());
    double[] raw = new double[words];
    double[] adjusted = new double[words];
    int id = 0;
    for (int range = 0; range < unigramTables(); range++) {
      String file = directory.at(directory.only(tableDirectory(1, range)));
      try (TableReader table = table(conf, 1, range)) {
        for (; table.next(); id++) {
          if (table.int32(0) != id || id >= words) {
            throw damaged(file);
          }
          raw[id] = table.int64(1);
          adjusted[id] = table.int64(2);
        }
      } catch (IOException e) {
        throw BadInputException.unreadable(file, e);
      }
    }
    if (id != words) {
      throw damaged(directory.path() + "/counts/order=1");
    }
    return new Unigrams(raw, adjusted);
  }

  private static BadInputException damaged(String file) {
    return new BadInputException(file + " is damaged: ids are not in order; count again");
  }
}
