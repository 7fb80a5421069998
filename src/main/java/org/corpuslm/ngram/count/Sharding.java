package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.PriorityQueue;
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
 * Which shard an n-gram lives in: that of the last word of its context. Words are packed into
 * shards by their frequency, the most frequent first, always into the lightest shard; so the
 * mapping follows from the vocabulary and the number of shards alone. In a count store that has
 * changed since, and in the models made from it, words are where they were first put, and {@code
 * sharding/words.parquet} (id, shard) says where.
 */
public final class Sharding {
  private static final long TOKENS_PER_SHARD = 1_000_000;
  private static final int MOST_SHARDS = 4096;
  private static final String DIRECTORY = "sharding";
  private static final String FILE = DIRECTORY + "/words.parquet";

  private final int shards;
  private final int[] shardOf;

  private Sharding(int shards, int[] shardOf) {
    this.shards = shards;
    this.shardOf = shardOf;
  }

  private record Load(int shard, long tokens) {}

  /** Packs the words of a vocabulary into {@code shards} shards. */
  public static Sharding of(Vocabulary vocabulary, int shards) {
    return new Sharding(shards, new int[0]).after(vocabulary, new int[0]);
  }

  /**
   * The mapping after the vocabulary has changed: words stay where they are, new ones are packed
   * beside them.
   *
   * @param kept ids before of the words that stay, in the order of their ids afterwards
   */
  Sharding after(Vocabulary vocabulary, int[] kept) {
    int[] after = new int[vocabulary.size()];
    long[] loads = new long[shards];
    for (int id = 0; id < kept.length; id++) {
      after[id] = shardOf[kept[id]];
      loads[after[id]] += weight(vocabulary, id);
    }
    PriorityQueue<Load> lightest =
        new PriorityQueue<>(
            (a, b) ->
                a.tokens != b.tokens
                    ? Long.compare(a.tokens, b.tokens)
                    : Integer.compare(a.shard, b.shard));
    for (int s = 0; s < shards; s++) {
      lightest.add(new Load(s, loads[s]));
    }
    // Ids of words that come together fall by frequency, but for the special ones.
    for (int id = kept.length; id < after.length; id++) {
      Load load = lightest.remove();
      after[id] = load.shard;
      lightest.add(new Load(load.shard, load.tokens + weight(vocabulary, id)));
    }
    return new Sharding(shards, after);
  }

  /** How often a word is a context; {@code <s>} is one as often as any word. */
  private static long weight(Vocabulary vocabulary, int id) {
    return id == Vocabulary.EOS ? 0 : vocabulary.count(id);
  }

  /** A sensible number of shards; follows from the size of the corpus alone. */
  public static int defaultShards(long tokens) {
    return (int) Math.max(2, Math.min(MOST_SHARDS, (tokens - 1) / TOKENS_PER_SHARD + 1));
  }

  private static Columns columns() {
    return new Columns().int32("id").int32("shard");
  }

  /** Writes the mapping beside what it holds for, unless it follows from the vocabulary. */
  public void write(OutputDirectory output, Vocabulary vocabulary) {
    if (equals(of(vocabulary, shards))) {
      return;
    }
    try (TableWriter table = new TableWriter(output.worker(), output.staging(), FILE, columns())) {
      for (int id = 0; id < shardOf.length; id++) {
        table.put(0, id);
        table.put(1, shardOf[id]);
        table.endRow();
      }
      output.accept(table.finish());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The mapping of a count store or a model.
   *
   * @param vocabulary of that directory
   */
  public static Sharding read(
      Configuration conf, Published directory, Vocabulary vocabulary, int shards) {
    if (directory.manifest().below(DIRECTORY).isEmpty()) {
      return of(vocabulary, shards);
    }
    PublishedFile file = directory.only(DIRECTORY);
    int[] shardOf = new int[vocabulary.size()];
    int id = 0;
    try (TableReader table = new TableReader(conf, directory, file, columns())) {
      for (; table.next() && id < shardOf.length && table.int32(0) == id; id++) {
        shardOf[id] = table.int32(1);
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read: %s".formatted(directory.at(file), e.getMessage()), e);
    }
    if (file.rows() != id || id != shardOf.length) {
      throw new BadInputException(
          directory.at(file) + " is damaged: it does not fit the vocabulary; make it again");
    }
    return new Sharding(shards, shardOf);
  }

  public int shards() {
    return shards;
  }

  /** Number of words that have a shard. */
  int words() {
    return shardOf.length;
  }

  /** The shard of every n-gram whose context ends in this word. */
  public int of(int lastContextWord) {
    return shardOf[lastContextWord];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sharding s && shards == s.shards && Arrays.equals(shardOf, s.shardOf);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shardOf);
  }
}
