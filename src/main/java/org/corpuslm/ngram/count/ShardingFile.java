package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Columns;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TableWriter;

/**
 * Reads and writes {@code sharding/words.parquet}: one row (id, shard, share) per piece of a word;
 * a hot word has one more row before these, with its hot-context shard.
 */
final class ShardingFile {
  private static final String DIRECTORY = "sharding";
  private static final String FILE = DIRECTORY + "/words.parquet";

  private ShardingFile() {}

  private static Columns columns() {
    return new Columns().int32("id").int32("shard").float64("share");
  }

  /** Writes a mapping. */
  static void write(Sharding sharding, OutputDirectory output) {
    try (TableWriter table =
        new TableWriter(output.driverTask(), output.staging(), FILE, columns())) {
      for (int id = 0; id < sharding.words(); id++) {
        if (sharding.hotShard[id] >= 0) {
          row(table, sharding, id, sharding.hotShardOf(id));
        }
        for (int p = sharding.first[id]; p < sharding.first[id + 1]; p++) {
          row(table, sharding, id, sharding.shardOf[p]);
        }
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void row(TableWriter table, Sharding sharding, int id, int shard)
      throws IOException {
    table.put(0, id);
    table.put(1, shard);
    table.put(2, sharding.share[id]);
    table.endRow();
  }

  /**
   * Reads the mapping of a directory.
   *
   * @throws BadInputException if it is missing, damaged or does not fit the vocabulary
   */
  static Sharding read(Configuration conf, Published directory, Vocabulary vocabulary, int shards) {
    if (directory.manifest().below(DIRECTORY).isEmpty()) {
      throw new BadInputException(
          directory.path()
              + " has no sharding/words.parquet, which assigns its n-grams to shards; make it"
              + " again");
    }
    PublishedFile file = directory.only(DIRECTORY);
    int size = vocabulary.size();
    int[] first = new int[size + 1];
    int[] hotShard = new int[size];
    Arrays.fill(hotShard, -1);
    double[] share = new double[size];
    int[] shardOf;
    int pieces = 0;
    try (TableReader table = new TableReader(conf, directory, file, columns())) {
      shardOf = new int[Math.toIntExact(file.rows())]; // one row per piece at most
      int words = 0;
      while (table.next()) {
        int id = table.int32(0);
        int shard = table.int32(1);
        boolean isNew = id == words && words < size;
        boolean isHot = isNew && shard >= shards;
        if (isNew) {
          first[words++] = pieces;
          share[id] = table.float64(2);
          hotShard[id] = isHot ? shard - shards : -1;
        }
        boolean fits =
            id == words - 1
                && shard >= 0
                && (isHot ? shard - shards < file.rows() : shard < shards)
                && (isNew || hotShard[id] >= 0)
                && share[id] >= 0
                && share[id] <= 1;
        if (!fits) {
          throw damaged(directory.at(file));
        }
        if (!isHot) {
          shardOf[pieces++] = shard;
        }
      }
      if (words != size) {
        throw damaged(directory.at(file));
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
    first[size] = pieces;
    for (int id = 0; id < size; id++) {
      if (first[id] == first[id + 1]) {
        throw damaged(directory.at(file));
      }
    }
    return new Sharding(shards, first, Arrays.copyOf(shardOf, pieces), hotShard, share, vocabulary);
  }

  private static BadInputException damaged(String file) {
    return new BadInputException(
        file
            + " is damaged: it does not fit the vocabulary or the shards; make its directory"
            + " again");
  }
}
