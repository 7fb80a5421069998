package org.corpuslm.ngram.smoothing;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.corpus.CorpusFacts.SplitFacts;
import org.corpuslm.ngram.count.CountJoin;
import org.corpuslm.ngram.count.CountStore;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.MemoryBudget;

/**
 * Training counts of the n-grams of a held-out split: everything that the estimators of free
 * parameters ({@link DeltaSearch}, {@link InterpolationWeightsEm}) need to know of that text.
 */
final class HeldOutCounts {
  private final Corpus corpus;
  private final String split;
  private final int order;
  private final CountJoin join;

  /**
   * Prepares to count every position of a split, with contexts of order−1 words or back to {@code
   * <s>}.
   *
   * @param corpus has the split
   * @param split name of the split, such as {@code valid}
   * @param store has the training counts
   */
  HeldOutCounts(Cluster cluster, Corpus corpus, String split, CountStore store, int order) {
    this.corpus = corpus;
    this.split = split;
    this.order = order;
    this.join = new CountJoin(cluster, corpus, split, store, order);
  }

  /**
   * A group of held-out positions with the same training counts.
   *
   * @param ngram raw training count of the n-gram, 0 if unseen
   * @param context training count of its context, 0 if unseen
   * @param positions number of such positions in the held-out split
   */
  record HeldOutBucket(long ngram, long context, long positions) implements Serializable {}

  /**
   * The held-out positions with their training counts in all orders; positions with the same words
   * are one row. Memory: 8 bytes a row, and 16 more for each order.
   *
   * @param order number of orders
   * @param weight number of positions, by row
   * @param ngram raw training count of the k-gram, at row·order + k−1; 0 if unseen
   * @param context raw training count of its context of k−1 words, at the same index; 0 also if the
   *     sentence has no such context
   */
  record Positions(int order, long[] weight, long[] ngram, long[] context) {}

  private record Counts(long ngram, long context) implements Serializable {}

  /** Returns the counts in the longest contexts, sorted by context count, then n-gram count. */
  List<HeldOutBucket> longest() {
    List<HashMap<Counts, Long>> parts =
        join.run(
            shard -> {
              HashMap<Counts, Long> buckets = new HashMap<>();
              shard.visit(
                  (ngram, context, longest, positions) ->
                      buckets.merge(
                          new Counts(ngram[longest], context[longest]), positions, Long::sum));
              return buckets;
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
   * Returns the counts in all orders.
   *
   * @throws BadInputException if the split is too large for the driver
   */
  Positions allOrders() {
    checkFits();
    int orders = order;
    List<byte[]> parts =
        join.run(
            shard -> {
              ByteSink out = new ByteSink(1 << 16);
              shard.visit(
                  (ngram, context, longest, positions) -> {
                    out.varlong(positions);
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
}
