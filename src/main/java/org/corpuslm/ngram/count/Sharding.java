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
 * shards by their frequency, the most frequent first, always into the lightest shard. A word too
 * frequent for that is split: it gets several pieces, packed one by one, and the word before it
 * decides which of them; where that is very frequent too, the next one before, and so on. So all
 * n-grams of a context are in one shard, but for those of a context of such words alone ({@link
 * #splits}).
 *
 * <p>Words stay where they are put, whatever becomes of their frequencies: {@code
 * sharding/words.parquet} of a count store and of a model (id, shard; a row for every piece).
 */
public final class Sharding {
  private static final long TOKENS_PER_SHARD = 1_000_000;
  private static final int MOST_BY_DEFAULT = 4096;

  /** More shards than this can only be a mistake. */
  public static final int MOST_SHARDS = 100_000;

  private static final String DIRECTORY = "sharding";
  private static final String FILE = DIRECTORY + "/words.parquet";

  /** A split word has about so many pieces for every shard that it would fill. */
  private static final int PIECES_PER_SHARD = 4;

  /** Share of a shard that a word must fill to be split. */
  private static final double LEAST_SPLIT = 0.5;

  /** Pieces' worth of n-grams from which a longer context is split; words often go together. */
  private static final double LEAST_CONTEXT = 0.25;

  private final int shards;
  private final int[] first; // by word: its first piece; one more entry than words
  private final int[] shardOf; // by piece
  private final int[] hashes; // by word

  private Sharding(int shards, int[] first, int[] shardOf, Vocabulary vocabulary) {
    this.shards = shards;
    this.first = first;
    this.shardOf = shardOf;
    this.hashes = new int[vocabulary.size()];
    for (int id = 0; id < hashes.length; id++) {
      hashes[id] = vocabulary.hash(id);
    }
  }

  private record Load(int shard, double tokens) {}

  /** Packs the words of a vocabulary into {@code shards} shards, each as a whole. */
  public static Sharding of(Vocabulary vocabulary, int shards) {
    return pack(vocabulary, shards, false);
  }

  /** Packs the words of a vocabulary into {@code shards} shards, frequent ones in pieces. */
  static Sharding split(Vocabulary vocabulary, int shards) {
    return pack(vocabulary, shards, true);
  }

  private static Sharding pack(Vocabulary vocabulary, int shards, boolean split) {
    Sharding nothing = new Sharding(shards, new int[1], new int[0], vocabulary);
    return nothing.after(vocabulary, new int[0], split);
  }

  /**
   * The mapping after the vocabulary has changed: words stay where they are, new ones are packed
   * beside them.
   *
   * @param kept ids before of the words that stay, in the order of their ids afterwards
   */
  Sharding after(Vocabulary vocabulary, int[] kept) {
    return after(vocabulary, kept, true);
  }

  private Sharding after(Vocabulary vocabulary, int[] kept, boolean split) {
    double mean = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      mean += weight(vocabulary, id) / shards;
    }
    int[] starts = new int[vocabulary.size() + 1];
    for (int id = 0; id < vocabulary.size(); id++) {
      double fills = weight(vocabulary, id) / mean;
      int fresh =
          split && shards > 1 && fills > LEAST_SPLIT
              ? (int) Math.ceil(fills * PIECES_PER_SHARD)
              : 1;
      starts[id + 1] = starts[id] + (id < kept.length ? pieces(kept[id]) : fresh);
    }
    int[] after = new int[starts[vocabulary.size()]];
    double[] loads = new double[shards];
    for (int id = 0; id < kept.length; id++) {
      for (int p = starts[id]; p < starts[id + 1]; p++) {
        after[p] = shardOf[first[kept[id]] + p - starts[id]];
        loads[after[p]] += weight(vocabulary, id) / pieces(kept[id]);
      }
    }
    PriorityQueue<Load> lightest =
        new PriorityQueue<>(
            (a, b) ->
                a.tokens != b.tokens
                    ? Double.compare(a.tokens, b.tokens)
                    : Integer.compare(a.shard, b.shard));
    for (int s = 0; s < shards; s++) {
      lightest.add(new Load(s, loads[s]));
    }
    // Ids of words that come together fall by frequency, but for the special ones.
    for (int id = kept.length; id < vocabulary.size(); id++) {
      for (int p = starts[id]; p < starts[id + 1]; p++) {
        Load load = lightest.remove();
        after[p] = load.shard;
        double weight = weight(vocabulary, id) / (starts[id + 1] - starts[id]);
        lightest.add(new Load(load.shard, load.tokens + weight));
      }
    }
    return new Sharding(shards, starts, after, vocabulary);
  }

  /** About how many n-grams have this context; {@code <s>} has no more than there are words. */
  private static double weight(Vocabulary vocabulary, int id) {
    return id == Vocabulary.EOS || id == Vocabulary.BOS ? 0 : vocabulary.count(id);
  }

  /** How many pieces a word has: 1 if it is not split. */
  private int pieces(int word) {
    return first[word + 1] - first[word];
  }

  /** Whether any word is split. */
  public boolean splitsAny() {
    return shardOf.length > hashes.length;
  }

  /**
   * How many pieces' worth of n-grams a context has, if words come one after the other by chance; 0
   * if any of its words is not split.
   *
   * @param size the same without this word
   */
  private double size(double size, int word) {
    int pieces = pieces(word);
    return pieces == 1 ? 0 : size * pieces / (PIECES_PER_SHARD * shards);
  }

  /**
   * Whether longer contexts that end in this one are in several shards.
   *
   * @param key the context, the last word first
   */
  boolean splits(int[] key, int length) {
    double size = PIECES_PER_SHARD * shards;
    for (int w = 0; w < length && size > LEAST_CONTEXT; w++) {
      size = size(size, key[w]);
    }
    return size > LEAST_CONTEXT;
  }

  /**
   * The shard of all n-grams of a context; one of several if it splits.
   *
   * @param key the context, the last word first
   */
  public int of(int[] key, int length) {
    return of(key, 0, 1, length);
  }

  /** The same of a context in the order of the text: {@code ids[from … to−1]}. */
  public int of(int[] ids, int from, int to) {
    return of(ids, to - 1, -1, to - from);
  }

  /**
   * Whose tables have the n-grams of a context, {@code ids[from … to−1]}: those of its shard, or if
   * it splits, of the common one, whose number is {@link #shards}.
   */
  public int tablesOf(int[] ids, int from, int to) {
    double size = PIECES_PER_SHARD * shards;
    for (int w = to - 1; w >= from && size > LEAST_CONTEXT; w--) {
      size = size(size, ids[w]);
    }
    return size > LEAST_CONTEXT ? shards : of(ids, from, to);
  }

  /** The context is that at {@code at, at+step …}, the last word first. */
  private int of(int[] words, int at, int step, int length) {
    int last = words[at];
    double size = size(PIECES_PER_SHARD * shards, last);
    int hash = 0;
    for (int w = 1; w < length && size > LEAST_CONTEXT; w++) {
      int word = words[at + w * step];
      hash = (hash + hashes[word]) * 0x9E3779B1;
      hash ^= hash >>> 15;
      size = size(size, word);
    }
    return shardOf[first[last] + Math.floorMod(hash, pieces(last))];
  }

  /** Whether n-grams whose context ends in this word may be in a shard. */
  public boolean has(int shard, int word) {
    for (int p = first[word]; p < first[word + 1]; p++) {
      if (shardOf[p] == shard) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks a number of shards that was asked for; 0 leaves it to the size of the text.
   *
   * @throws BadInputException if there cannot be so many
   */
  public static void checkWanted(int shards) {
    if (shards < 0 || shards > MOST_SHARDS) {
      throw new BadInputException(
          "--shards is %d; it must lie between 1 and %d, or 0 for a default"
              .formatted(shards, MOST_SHARDS));
    }
  }

  /** A sensible number of shards; follows from the size of the corpus alone. */
  public static int defaultShards(long tokens) {
    return (int) Math.max(2, Math.min(MOST_BY_DEFAULT, (tokens - 1) / TOKENS_PER_SHARD + 1));
  }

  private static Columns columns() {
    return new Columns().int32("id").int32("shard");
  }

  /** Writes the mapping beside what it holds for. */
  public void write(OutputDirectory output) {
    try (TableWriter table = new TableWriter(output.worker(), output.staging(), FILE, columns())) {
      for (int id = 0; id < hashes.length; id++) {
        for (int p = first[id]; p < first[id + 1]; p++) {
          table.put(0, id);
          table.put(1, shardOf[p]);
          table.endRow();
        }
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
      throw new BadInputException(
          directory.path()
              + " does not say where its n-grams are: it was made by an earlier version; make it"
              + " again");
    }
    PublishedFile file = directory.only(DIRECTORY);
    int[] first = new int[vocabulary.size() + 1];
    int words = 0;
    int[] shardOf;
    try (TableReader table = new TableReader(conf, directory, file, columns())) {
      shardOf = new int[Math.toIntExact(file.rows())];
      for (int p = 0; table.next(); p++) {
        if (table.int32(0) == words && words < vocabulary.size()) {
          first[words++] = p;
        } else if (table.int32(0) != words - 1) {
          throw damaged(directory.at(file));
        }
        shardOf[p] = table.int32(1);
        if (shardOf[p] < 0 || shardOf[p] >= shards) {
          throw damaged(directory.at(file));
        }
      }
    } catch (IOException e) {
      throw BadInputException.unreadable(directory.at(file), e);
    }
    if (words != vocabulary.size()) {
      throw damaged(directory.at(file));
    }
    first[words] = shardOf.length;
    return new Sharding(shards, first, shardOf, vocabulary);
  }

  private static BadInputException damaged(String file) {
    return new BadInputException(
        file
            + " is damaged: it does not fit the vocabulary or the shards; make its directory again");
  }

  public int shards() {
    return shards;
  }

  /** Number of words that have a shard. */
  int words() {
    return hashes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sharding s
        && shards == s.shards
        && Arrays.equals(first, s.first)
        && Arrays.equals(shardOf, s.shardOf);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shardOf);
  }
}
