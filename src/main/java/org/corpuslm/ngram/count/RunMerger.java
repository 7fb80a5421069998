package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Merges sorted runs into one, adding up equal n-grams: a heap of readers. */
final class RunMerger {
  private final int order;
  private final PriorityQueue<NgramRun> heads;
  private final int[] key;

  /** Over packed runs. */
  RunMerger(int order, Iterator<byte[]> runs) throws IOException {
    this(order, runs, 1, List.of());
  }

  /**
   * Over packed and stored runs.
   *
   * @param sign of the counts of packed runs: 1, or −1 to take them away from the stored ones
   */
  RunMerger(int order, Iterator<byte[]> runs, int sign, List<? extends NgramRun> stored)
      throws IOException {
    this.order = order;
    this.key = new int[order];
    heads = new PriorityQueue<>((a, b) -> NgramKeys.compare(a.key(), b.key(), order));
    while (runs.hasNext()) {
      push(new RunReader(runs.next(), order, sign));
    }
    for (NgramRun run : stored) {
      push(run);
    }
  }

  interface Sink {
    void ngram(int[] key, long count) throws IOException;
  }

  void run(Sink sink) throws IOException {
    NgramRun least = heads.poll();
    while (least != null) {
      System.arraycopy(least.key(), 0, key, 0, order);
      long count = least.count();
      boolean more = least.next();
      while (!heads.isEmpty() && NgramKeys.compare(heads.peek().key(), key, order) == 0) {
        NgramRun equal = heads.remove();
        count += equal.count();
        push(equal);
      }
      sink.ngram(key, count);
      least = more ? least(least) : heads.poll();
    }
  }

  /** Long stretches come from one run: it stays out of the heap as long as it is the least. */
  private NgramRun least(NgramRun current) {
    NgramRun head = heads.peek();
    if (head == null || NgramKeys.compare(current.key(), head.key(), order) <= 0) {
      return current;
    }
    heads.remove();
    heads.add(current);
    return head;
  }

  private void push(NgramRun run) throws IOException {
    if (run.next()) {
      heads.add(run);
    }
  }
}
