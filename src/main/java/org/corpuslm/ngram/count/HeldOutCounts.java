package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Shared;
import org.corpuslm.runtime.Worker;

/**
 * How often the n-grams of a held-out split were seen in training: all that estimators with a free
 * parameter need to know of it. The held-out n-grams are sorted like training ones and merged with
 * the store's tables.
 */
public final class HeldOutCounts {
  private HeldOutCounts() {}

  /**
   * A group of held-out positions with the same training counts.
   *
   * @param ngram raw training count of the n-gram, 0 if unseen
   * @param context training count of its context, 0 if unseen
   * @param positions number of such positions in the held-out split
   */
  public record Cell(long ngram, long context, long positions) implements Serializable {}

  private record Counts(long ngram, long context) implements Serializable {}

  /**
   * Looks up every position of a split; contexts have order−1 words or reach back to {@code <s>}.
   */
  public static List<Cell> of(
      Cluster cluster, Corpus corpus, String split, CountStore store, int order) {
    Vocabulary vocabulary = corpus.vocabulary(cluster.hadoop());
    int shards = store.facts().shards();
    Shared<Sharding> sharding = cluster.share(Sharding.of(vocabulary, shards));
    String directory = corpus.directory().path();
    int size = vocabulary.size();
    String storePath = store.directory().path();
    List<HashMap<Counts, Long>> parts =
        cluster.exchange(
            "estimate: counts of the " + split + " split",
            new ArrayList<>(corpus.heldOut(split)),
            (file, worker) ->
                SortedRuns.of(worker, directory, file, true, order, size, sharding.value()),
            shards,
            (shard, runs, worker) -> lookUp(storePath, order, shard, runs, worker));
    Map<Counts, Long> all = new HashMap<>();
    parts.forEach(part -> part.forEach((counts, n) -> all.merge(counts, n, Long::sum)));
    return all.entrySet().stream()
        .map(e -> new Cell(e.getKey().ngram(), e.getKey().context(), e.getValue()))
        .sorted(java.util.Comparator.comparingLong(Cell::context).thenComparingLong(Cell::ngram))
        .toList();
  }

  private static HashMap<Counts, Long> lookUp(
      String storePath, int order, int shard, Iterator<byte[]> runs, Worker worker)
      throws IOException {
    CountStore store = CountStore.open(worker.hadoop(), storePath);
    return order == 1
        ? lookUpUnigrams(store.unigrams(worker.hadoop()).raw(), runs)
        : lookUpNgrams(store, order, shard, runs, worker);
  }

  private static HashMap<Counts, Long> lookUpUnigrams(double[] raw, Iterator<byte[]> runs)
      throws IOException {
    HashMap<Counts, Long> cells = new HashMap<>();
    long total = (long) Arrays.stream(raw).sum();
    new RunMerger(1, runs)
        .run((key, count) -> cells.merge(new Counts((long) raw[key[0]], total), count, Long::sum));
    return cells;
  }

  private static HashMap<Counts, Long> lookUpNgrams(
      CountStore store, int order, int shard, Iterator<byte[]> runs, Worker worker)
      throws IOException {
    HashMap<Counts, Long> cells = new HashMap<>();
    Cursor[] cursors = new Cursor[order + 1];
    try {
      for (int k = 2; k <= order; k++) {
        cursors[k] = new Cursor(store.contexts(worker.hadoop(), k, shard), k - 1);
      }
      new RunMerger(order, runs)
          .run(
              (key, count) -> {
                int context = order - 1;
                while (context >= 2 && key[context - 2] == Vocabulary.BOS) {
                  context--; // more than one <s>: the context is shorter
                }
                Counts counts = cursors[context + 1].find(key, key[order - 1]);
                cells.merge(counts, count, Long::sum);
              });
    } finally {
      for (Cursor cursor : cursors) {
        if (cursor != null) {
          cursor.contexts.close();
        }
      }
    }
    return cells;
  }

  /** Walks through the contexts of one length, in step with sorted queries. */
  private static final class Cursor {
    private static final Counts UNSEEN = new Counts(0, 0);

    private final ContextReader contexts;
    private final int length;
    private boolean more;
    private double total;

    Cursor(ContextReader contexts, int length) throws IOException {
      this.contexts = contexts;
      this.length = length;
      advance();
    }

    private void advance() throws IOException {
      more = contexts.next();
      total = more ? Arrays.stream(contexts.first(), 0, contexts.size()).sum() : 0;
    }

    Counts find(int[] key, int word) throws IOException {
      int order = 1;
      while (more && (order = NgramKeys.compare(contexts.key(), key, length)) < 0) {
        advance();
      }
      if (!more || order > 0) {
        return UNSEEN;
      }
      int i = Arrays.binarySearch(contexts.words(), 0, contexts.size(), word);
      return new Counts(i < 0 ? 0 : (long) contexts.first()[i], (long) total);
    }
  }
}
