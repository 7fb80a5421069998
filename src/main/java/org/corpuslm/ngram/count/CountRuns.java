package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.TextSplit;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.WordCounts;
import org.corpuslm.runtime.Block;

/**
 * The map side of {@code count --from-counts}: reads the n-grams of the highest order from a piece
 * of a file, pads them with {@code <s>}, and packs them as sorted runs for their shards.
 *
 * <p>An n-gram that begins with {@code <s>} and is shorter than the highest order is treated as
 * padded with more {@code <s>}. Where the files have no n-grams of an order, its sentence
 * beginnings are derived from those of the next longer order, except for sentences too short for
 * that.
 *
 * <p>Memory: 2^18 n-grams at a time.
 */
final class CountRuns {
  private static final int CHUNK = 1 << 18;
  private static final int RUN_BYTES = 1 << 12;

  private final int order;
  private final CountFiles.Outline outline;

  /**
   * Prepares to read.
   *
   * @param order length of the longest n-grams to count
   * @param outline sizes of all files
   */
  CountRuns(int order, CountFiles.Outline outline) {
    this.order = order;
    this.outline = outline;
  }

  /** Receives n-grams of the highest order, by the number of words that are not padding. */
  interface Sink {
    void ngram(int words, long count);
  }

  /**
   * Passes on the n-grams of the highest order that a line represents. Each of them consists of the
   * first {@code words} words of the line.
   */
  void ngrams(CountLine line, Sink sink) {
    int k = line.order();
    boolean start = line.beginsSentence();
    if (line.count() == 0 || k > order || (k < order && !(start && k >= 2)) || (k == 1 && start)) {
      return;
    }
    sink.ngram(k, line.count());
    for (int words = k - 1; start && words >= 2 && !outline.has(words); words--) {
      sink.ngram(words, line.count());
    }
  }

  /**
   * Returns the words of a piece, each counted once per n-gram of the highest order that ends in
   * it.
   */
  WordCounts words(Configuration conf, TextSplit split) throws IOException {
    WordCounts words = new WordCounts();
    CountFiles.read(
        conf,
        split,
        line -> {
          for (int w = 0; w < line.order(); w++) {
            words.add(line.word(w), 0);
          }
          ngrams(line, (n, count) -> words.add(line.word(n - 1), count));
        });
    return words;
  }

  /** Returns the sorted runs of the n-grams of a piece, packed while they are iterated over. */
  Iterator<Block> of(Configuration conf, TextSplit split, Vocabulary vocabulary, Sharding sharding)
      throws IOException {
    CountFiles.Lines lines = new CountFiles.Lines(conf, split);
    return new Iterator<>() {
      private Iterator<Block> blocks = List.<Block>of().iterator();
      private boolean ended;

      @Override
      public boolean hasNext() {
        while (!blocks.hasNext() && !ended) {
          blocks = pack(chunk(), sharding).iterator();
        }
        return blocks.hasNext();
      }

      @Override
      public Block next() {
        return blocks.next();
      }

      private List<Counted> chunk() {
        List<Counted> chunk = new ArrayList<>();
        Sink sink =
            (words, count) -> chunk.add(new Counted(key(lines.line(), words, vocabulary), count));
        try {
          while (chunk.size() < CHUNK && !ended) {
            ended = !lines.next();
            if (!ended) {
              ngrams(lines.line(), sink);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return chunk;
      }
    };
  }

  /** The key of an n-gram and its count. */
  private record Counted(int[] key, long count) {}

  /** Returns a key: the context, the last word first, padded with {@code <s>}; then the word. */
  private int[] key(CountLine line, int words, Vocabulary vocabulary) {
    int[] key = new int[order];
    Arrays.fill(key, Vocabulary.BOS);
    for (int w = 0; w < words - 1; w++) {
      key[words - 2 - w] = line.find(w, vocabulary);
    }
    key[order - 1] = line.find(words - 1, vocabulary);
    return key;
  }

  private List<Block> pack(List<Counted> chunk, Sharding sharding) {
    chunk.sort((a, b) -> NgramKeys.compare(a.key, b.key, order));
    ShardRuns runs = new ShardRuns(order, sharding, RUN_BYTES);
    for (int i = 0; i < chunk.size(); ) {
      int[] key = chunk.get(i).key;
      long count = 0;
      for (; i < chunk.size() && Arrays.equals(chunk.get(i).key, key); i++) {
        count += chunk.get(i).count;
      }
      runs.add(key, count);
    }
    return runs.blocks();
  }
}
