package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;

/**
 * A count store: {@code counts/order=K/shard=S/*.parquet} (w1 … wK, count, adjusted), {@code
 * vocabulary/} and {@code sharding/}.
 *
 * @param directory where it is published
 * @param facts its sizes
 */
public record CountStore(Published directory, CountFacts facts) {

  /**
   * Opens a count store.
   *
   * @throws BadInputException if there is none
   */
  public static CountStore open(Configuration conf, String path) {
    Published directory = Published.open(conf, path, CountNgrams.KIND);
    CountFacts facts = directory.facts(CountFacts.class);
    if (facts.text() == null) {
      throw new BadInputException(
          directory.path() + " does not say how its text was cut; count again");
    }
    return new CountStore(directory, facts);
  }

  /**
   * The n-grams of one order that concern a shard, context by context: its own, and those of
   * contexts that it has a part of.
   */
  public ContextReader contexts(Configuration conf, int order, int shard, Sharding sharding)
      throws IOException {
    int common = facts.shards();
    TableReader shared = null;
    if (shard != common && hasCommonShard()) {
      shared = table(conf, order, common);
    }
    return ContextReader.ofCounts(
        table(conf, order, shard), shared, word -> sharding.has(shard, word), order);
  }

  /**
   * Whether there is one shard more than the facts tell, with the contexts that several shards have
   * n-grams of.
   */
  public boolean hasCommonShard() {
    return !directory.manifest().below(CountTables.directory(2, facts.shards())).isEmpty();
  }

  /** The rows of one order of one shard; those of order 1 are all in shard 0. */
  TableReader table(Configuration conf, int order, int shard) {
    PublishedFile file = directory.only(CountTables.directory(order, shard));
    return new TableReader(conf, directory, file, CountTables.columns(order));
  }

  public Vocabulary vocabulary(Configuration conf) {
    return VocabularyFile.read(conf, directory);
  }

  /**
   * Where the n-grams are.
   *
   * @param vocabulary of this store
   */
  public Sharding sharding(Configuration conf, Vocabulary vocabulary) {
    return Sharding.read(conf, directory, vocabulary, facts.shards());
  }

  /**
   * The corpora that were counted, the first one first.
   *
   * @throws BadInputException if the store does not say
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
   * @param adjusted number of distinct left neighbours; the raw count in a store of order 1
   */
  public record Unigrams(double[] raw, double[] adjusted) {}

  public Unigrams unigrams(Configuration conf) {
    PublishedFile file = directory.only(CountTables.directory(1, 0));
    try (TableReader table = table(conf, 1, 0)) {
      double[] raw = new double[Math.toIntExact(file.rows())];
      double[] adjusted = new double[raw.length];
      for (int id = 0; table.next(); id++) {
        if (table.int32(0) != id) {
          throw new BadInputException(
              directory.at(file) + " is damaged: ids are not in order; count again");
        }
        raw[id] = table.int64(1);
        adjusted[id] = table.int64(2);
      }
      return new Unigrams(raw, adjusted);
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
  }
}
