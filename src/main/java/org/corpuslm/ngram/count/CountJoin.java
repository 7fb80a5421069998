package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.corpus.VocabularyFile;
import org.corpuslm.runtime.BroadcastHandle;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.TaskContext;

/**
 * Looks up the n-grams of a held-out split in a count store: they are sorted and shuffled like
 * training n-grams, then merged with the tables of their shards (a sort-merge join). Memory of a
 * task: its sorted runs ({@link RunMerger}) and the n-grams of one context of each length.
 */
public final class CountJoin {
  private final Cluster cluster;
  private final Corpus corpus;
  private final String split;
  private final CountStore store;
  private final int order;

  /**
   * Prepares the join of every position of a split.
   *
   * @param corpus has the split; its vocabulary may differ from that of the store
   * @param split name of the split, such as {@code valid}
   * @param order positions are looked up with contexts of order−1 words, or back to {@code <s>}
   */
  public CountJoin(Cluster cluster, Corpus corpus, String split, CountStore store, int order) {
    this.cluster = cluster;
    this.corpus = corpus;
    this.split = split;
    this.store = store;
    this.order = order;
  }

  /** Receives the held-out n-grams of a shard with their training counts. */
  public interface Visitor {
    /**
     * Takes the positions that have the same words.
     *
     * @param ngram raw training counts of the n-grams, by length of their context, 0 if unseen; the
     *     array is reused
     * @param context raw training counts of the contexts, in the same order
     * @param longest length of the longest context, which reaches back to {@code <s>} if it is
     *     shorter than order−1
     * @param positions number of these positions
     */
    void ngram(long[] ngram, long[] context, int longest, long positions);
  }

  /** The held-out n-grams of one shard. */
  public interface Shard {
    /** Visits all of them, in key order; can be called once. */
    void visit(Visitor visitor) throws IOException;
  }

  /** Work on the n-grams of one shard, done in a task. */
  public interface ShardTask<R> extends Serializable {
    R run(Shard shard) throws IOException;
  }

  /** Runs a task for every shard and returns the results, in the order of the shards. */
  public <R extends Serializable> List<R> run(ShardTask<R> work) {
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
                new StoredShard(path, n, shard, sharding.value(), unigrams.value(), runs, task)));
  }

  /** Maps the corpus's ids to the store's; a store that was updated has another vocabulary. */
  private CorpusIds ids(Vocabulary vocabulary) {
    boolean same =
        VocabularyFile.fingerprint(corpus.directory())
            .equals(VocabularyFile.fingerprint(store.directory()));
    return same
        ? CorpusIds.same()
        : CorpusIds.byWord(corpus.vocabulary(cluster.hadoop()), vocabulary);
  }

  /** The sorted held-out n-grams of one shard and the store's tables. */
  private record StoredShard(
      String store,
      int order,
      int shard,
      Sharding sharding,
      double[] unigrams,
      Iterator<byte[]> runs,
      TaskContext task)
      implements Shard {

    @Override
    public void visit(Visitor visitor) throws IOException {
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
                (key, positions) -> {
                  int word = key[order - 1];
                  ngram[0] = (long) unigrams[word];
                  for (int length = 1; length < order; length++) {
                    ngram[length] = cursors[length].find(key, word);
                    context[length] = cursors[length].context();
                  }
                  visitor.ngram(ngram, context, longest(key), positions);
                });
      } finally {
        for (Cursor cursor : cursors) {
          if (cursor != null) {
            cursor.contexts.close();
          }
        }
      }
    }

    /** Returns the length of the context without padding: a key has one {@code <s>} or more. */
    private int longest(int[] key) {
      int context = order - 1;
      while (context >= 2 && key[context - 2] == Vocabulary.BOS) {
        context--;
      }
      return context;
    }
  }

  /** Reads the stored contexts of one length in step with sorted queries. */
  private static final class Cursor {
    private final ContextReader contexts;
    private final int length;
    private boolean more;
    private boolean found; // whether the last query's context is the current one
    private double total; // of the current context

    Cursor(ContextReader contexts, int length) throws IOException {
      this.contexts = contexts;
      this.length = length;
      advance();
    }

    private void advance() throws IOException {
      more = contexts.next();
      total = more ? Arrays.stream(contexts.first(), 0, contexts.size()).sum() : 0;
    }

    /** Returns the raw count of a word after a context; queries come in key order. */
    long find(int[] key, int word) throws IOException {
      int order = 1;
      while (more && (order = NgramKeys.compare(contexts.key(), key, length)) < 0) {
        advance();
      }
      found = more && order == 0;
      int i = found ? Arrays.binarySearch(contexts.words(), 0, contexts.size(), word) : -1;
      return i < 0 ? 0 : (long) contexts.first()[i];
    }

    /** Returns the raw count of the last query's context. */
    long context() {
      return found ? (long) total : 0;
    }
  }
}
