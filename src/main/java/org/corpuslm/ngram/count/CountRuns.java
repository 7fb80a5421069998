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
 * The map side of {@code count --from-counts}: n-grams of the highest order from a piece of a file,
 * padded with {@code <s>}, as sorted runs for their shards.
 *
 * <p>An n-gram that begins with {@code <s>} and is shorter than the highest order stands for one
 * that is padded with more of them. Where the files have no n-grams of a shorter order, its
 * beginnings of sentences follow from those of the next longer order: all but sentences that are
 * too short for that.
 */
final class CountRuns {
  private static final int CHUNK = 1 << 18;
  private static final int RUN_BYTES = 1 << 12;

  private final int order;
  private final CountFiles.Outline outline;

  /** For n-grams of up to an order from files that hold what {@code outline} says. */
  CountRuns(int order, CountFiles.Outline outline) {
    this.order = order;
    this.outline = outline;
  }

  /** Takes n-grams of the highest order by the number of words that are no padding. */
  interface Sink {
    void ngram(int words, long count);
  }

  /** Hands on the n-grams that a line stands for, the first {@code words} of its words each. */
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

  /** The words of a piece, each counted where an n-gram of the highest order ends in it. */
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

  /** Sorted runs of the n-grams of a piece, made while they are asked for. */
  Iterator<Block> of(Configuration conf, TextSplit split, Vocabulary vocabulary, Sharding sharding)
      throws IOException {
    CountFiles.Lines lines = new CountFiles.Lines(conf, split);
    return new Iterator<>() {
      private Iterator<Block> ready = List.<Block>of().iterator();
      private boolean ended;

      @Override
      public boolean hasNext() {
        while (!ready.hasNext() && !ended) {
          ready = pack(chunk(), sharding).iterator();
        }
        return ready.hasNext();
      }

      @Override
      public Block next() {
        return ready.next();
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

  /** An n-gram by its key. */
  private record Counted(int[] key, long count) {}

  /** The context, the last word first, padded with {@code <s>}; then the word. */
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
