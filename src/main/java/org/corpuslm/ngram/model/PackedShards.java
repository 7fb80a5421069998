package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Checksums;
import org.corpuslm.runtime.MappedFile;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.PublishedFile;

/**
 * Maps the shards of a packed model into memory. The checksum of a file is verified before, which
 * reads it once. Only the contexts of one word are built on the heap. Thread-safe.
 */
final class PackedShards implements ShardSource {
  private final Configuration conf;
  private final Published directory;
  private final NgramFacts facts;

  PackedShards(Configuration conf, Published directory, PackedFacts packing) {
    this.conf = conf;
    this.directory = directory;
    this.facts = packing.model();
  }

  /** Returns the directory of a packed shard. */
  static String directory(int shard) {
    return "packed/shard=" + shard;
  }

  @Override
  public NgramShard load(int shard) {
    PublishedFile entry = directory.only(directory(shard));
    String path = directory.at(entry);
    Checksums.verify(conf, path, entry);
    try {
      MappedFile file = MappedFile.open(conf, new Path(path));
      NgramRows[] contexts = new NgramRows[facts.order()];
      NgramRows[] ngrams = new NgramRows[facts.order()];
      long at = 0;
      for (int length = 1; length < facts.order(); length++) {
        PackedRows rows = new PackedRows(file, at);
        contexts[length] = rows;
        PackedRows following = new PackedRows(file, rows.end());
        ngrams[length] = following;
        at = following.end();
      }
      if (at != file.size()) {
        throw new BadInputException(
            "%s is damaged: its rows end at byte %d of %d; pack the model again"
                .formatted(path, at, file.size()));
      }
      NgramRows first = contexts[1];
      int[] words = IntStream.range(0, first.size()).map(first::word).toArray();
      return new NgramShard(
          new RankBitSet(words, words.length, Math.toIntExact(facts.ngrams().get(0))),
          contexts,
          ngrams);
    } catch (IOException e) {
      throw BadInputException.unreadable(path, e);
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      throw new BadInputException(
          path + " is damaged: its sizes do not fit together; pack the model again", e);
    }
  }

  @Override
  public long memory(int shard) {
    return memory() / Math.max(1, facts.shards());
  }

  /** Returns the bytes of the contexts of one word; the mapped files are outside the heap. */
  @Override
  public long memory() {
    if (facts.order() == 1) {
      return 0;
    }
    long shards = facts.shards();
    long first = (facts.contexts().get(0) + shards - 1) / shards;
    return shards * RankBitSet.memory(first, facts.ngrams().get(0));
  }
}
