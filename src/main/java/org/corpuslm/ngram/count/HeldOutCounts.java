package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;
import org.corpuslm.runtime.TaskContext;

/**
 * How often the n-grams of a held-out split were seen in training: all that estimators with free
 * parameters need to know of it. The held-out n-grams are sorted like training ones and merged with
 * the store's tables.
 */
public final class HeldOutCounts {
  private final Cluster cluster;
  private final Corpus corpus;
  private final String split;
  private final CountStore store;
  private final int order;

  /**
   * Counts of every position of a split, in contexts that have order−1 words or reach back to
   * {@code <s>}.
   */
  public HeldOutCounts(Cluster cluster, Corpus corpus, String split, CountStore store, int order) {
    this.cluster = cluster;
    this.corpus = corpus;
    this.split = split;
    this.store = store;
    this.order = order;
  }

  /**
   * A group of held-out positions with the same training counts.
   *
   * @param ngram raw training count of the n-gram, 0 if unseen
   * @param context training count of its context, 0 if unseen
   * @param positions number of such positions in the held-out split
   */
  public record HeldOutBucket(long ngram, long context, long positions) implements Serializable {}

  /**
   * The held-out positions with their training counts in all orders; positions with the same words
   * are one row. Memory: 8 bytes, and 16 for every order, a row.
   *
   * @param order number of orders
   * @param weight number of positions, by row
   * @param ngram raw training count of the k-gram, at row·order + k−1; 0 if unseen
   * @param context the same of its context of k−1 words; 0 also if the sentence has no such context
   */
  public record Positions(int order, long[] weight, long[] ngram, long[] context) {}

  private record Counts(long ngram, long context) implements Serializable {}

  private interface Visitor {
    /**
     * Some positions with the same words.
     *
     * @param ngram raw counts by the length of the context
     * @param context the same of the contexts
     * @param longest length of the longest context there is
     * @param count number of positions
     */
    void positions(long[] ngram, long[] context, int longest, long count);
  }

  /** The counts in the longest contexts, in order. */
  public List<HeldOutBucket> longest() {
    List<HashMap<Counts, Long>> parts =
        lookUp(
            reader -> {
              HashMap<Counts, Long> cells = new HashMap<>();
              reader.run(
                  (ngram, context, longest, count) ->
                      cells.merge(new Counts(ngram[longest], context[longest]), count, Long::sum));
              return cells;
            });
    Map<Counts, Long> all = new HashMap<>();
    parts.forEach(part -> part.forEach((counts, n) -> all.merge(counts, n, Long::sum)));
    return all.entrySet().stream()
        .map(e -> new HeldOutBucket(e.getKey().ngram(), e.getKey().context(), e.getValue()))
        .sorted(
            Comparator.comparingLong(HeldOutBucket::context)
                .thenComparingLong(HeldOutBucket::ngram))
        .toList();
  }

  /**
   * The counts in all orders.
   *
   * @throws BadInputException if the split is too large for the driver
   */
  public Positions allOrders() {
    checkFits();
    int orders = order;
    List<byte[]> parts =
        lookUp(
            reader -> {
              ByteSink out = new ByteSink(1 << 16);
              reader.run(
                  (ngram, context, longest, count) -> {
                    out.varlong(count);
                    for (int length = 0; length < orders; length++) {
                      out.varlong(ngram[length]);
                      out.varlong(context[length]);
                    }
                  });
              return out.take();
            });
    return unpack(parts);
  }

  private void checkFits() {
    SplitFacts text = corpus.facts().split(split);
    long positions = text.tokens() + text.sentences();
    long needed = MemoryBudget.heldOut(order, positions);
    long memory = Runtime.getRuntime().maxMemory();
    long max = Integer.MAX_VALUE / order;
    if (needed > memory / 2 || positions > max) {
      throw new BadInputException(
          ("the %s split of %s has %,d tokens, whose counts take %,d MB, more than half of the %,d"
                  + " MB that the driver has, or are more than %,d. Give --corpus one with a smaller"
                  + " %s split, or more memory (spark.driver.memory)")
              .formatted(
                  split,
                  corpus.directory().path(),
                  positions,
                  needed >> 20,
                  memory >> 20,
                  max,
                  split));
    }
  }

  private Positions unpack(List<byte[]> parts) {
    int rows = 0;
    for (byte[] part : parts) {
      ByteSource in = new ByteSource(part);
      for (; in.hasMore(); rows++) {
        for (int field = 0; field < 1 + 2 * order; field++) {
          in.varlong();
        }
      }
    }
    Positions all =
        new Positions(order, new long[rows], new long[rows * order], new long[rows * order]);
    int row = 0;
    for (byte[] part : parts) {
      ByteSource in = new ByteSource(part);
      for (; in.hasMore(); row++) {
        all.weight[row] = in.varlong();
        for (int k = 0; k < order; k++) {
          all.ngram[row * order + k] = in.varlong();
          all.context[row * order + k] = in.varlong();
        }
      }
    }
    return all;
  }

  /** What one shard does with its positions. */
  private interface ShardWork<R> extends Serializable {
    R run(ShardLookup reader) throws IOException;
  }

  private <R extends Serializable> List<R> lookUp(ShardWork<R> work) {
    Vocabulary vocabulary = store.vocabulary(cluster.hadoop());
    Sharding where = store.sharding(cluster.hadoop(), vocabulary);
    BroadcastHandle<Sharding> sharding = cluster.broadcast(where);
    BroadcastHandle<CorpusIds> ids = cluster.broadcast(ids(vocabulary));
    String directory = corpus.directory().path();
    BroadcastHandle<double[]> unigrams = cluster.broadcast(store.unigrams(cluster.hadoop()).raw());
    int size = vocabulary.size();
    int n = order;
    String path = store.directory().path();
    return cluster.exchange(
        "estimate: counts of the " + split + " split",
        new ArrayList<>(corpus.heldOut(split)),
        (file, task) ->
            SortedRuns.of(task, directory, file, true, ids.value(), n, size, sharding.value()),
        where.tasks(store.facts().tokens(), cluster.slots()),
        (shard, runs, task) ->
            work.run(
                new ShardLookup(path, n, shard, sharding.value(), unigrams.value(), runs, task)));
  }

  /** A store that grew has words that the corpus does not know, and the other way round. */
  private CorpusIds ids(Vocabulary vocabulary) {
    boolean same =
        VocabularyFile.fingerprint(corpus.directory())
            .equals(VocabularyFile.fingerprint(store.directory()));
    return same
        ? CorpusIds.same()
        : CorpusIds.byWord(corpus.vocabulary(cluster.hadoop()), vocabulary);
  }

  /** Looks the positions of one shard up, in key order. */
  private record ShardLookup(
      String store,
      int order,
      int shard,
      Sharding sharding,
      double[] unigrams,
      Iterator<byte[]> runs,
      TaskContext task) {

    void run(Visitor visitor) throws IOException {
      CountStore counts = CountStore.open(task.hadoop(), store);
      Cursor[] cursors = new Cursor[order];
      long[] ngram = new long[order];
      long[] context = new long[order];
      context[0] = counts.facts().tokens();
      try {
        for (int length = 1; length < order; length++) {
          cursors[length] =
              new Cursor(counts.contexts(task.hadoop(), length + 1, shard, sharding), length);
        }
        new RunMerger(order, runs)
            .run(
                (key, count) -> {
                  int word = key[order - 1];
                  ngram[0] = (long) unigrams[word];
                  for (int length = 1; length < order; length++) {
                    Counts found = cursors[length].find(key, word);
                    ngram[length] = found.ngram;
                    context[length] = found.context;
                  }
                  visitor.positions(ngram, context, longest(key), count);
                });
      } finally {
        for (Cursor cursor : cursors) {
          if (cursor != null) {
            cursor.contexts.close();
          }
        }
      }
    }

    /** More than one {@code <s>} in the key: the context is shorter. */
    private int longest(int[] key) {
      int context = order - 1;
      while (context >= 2 && key[context - 2] == Vocabulary.BOS) {
        context--;
      }
      return context;
    }
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
