package org.corpuslm.ngram.count;

import java.util.Iterator;
import java.util.PriorityQueue;

/** Merges sorted runs into one, adding up equal n-grams: a heap of readers. */
final class RunMerger {
  private final int order;
  private final PriorityQueue<RunReader> heads;
  private final int[] key;

  RunMerger(int order, Iterator<byte[]> runs) {
    this.order = order;
    this.key = new int[order];
    heads = new PriorityQueue<>((a, b) -> NgramKeys.compare(a.key(), b.key(), order));
    while (runs.hasNext()) {
      push(new RunReader(runs.next(), order));
    }
  }

  interface Sink {
    void ngram(int[] key, long count) throws java.io.IOException;
  }

  void run(Sink sink) throws java.io.IOException {
    while (!heads.isEmpty()) {
      RunReader least = heads.remove();
      System.arraycopy(least.key(), 0, key, 0, order);
      long count = least.count();
      push(least);
      while (!heads.isEmpty() && NgramKeys.compare(heads.peek().key(), key, order) == 0) {
        RunReader equal = heads.remove();
        count += equal.count();
        push(equal);
      }
      sink.ngram(key, count);
    }
  }

  private void push(RunReader reader) {
    if (reader.next()) {
      heads.add(reader);
    }
  }
}
