package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.corpuslm.runtime.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges sorted runs into one with a heap, adding up equal n-grams. Memory: packed runs up to a
 * limit ({@link MemoryBudget}); beyond it, they are merged into runs on the local disk ({@link
 * SpilledRun}).
 */
final class RunMerger {
  /** N-grams of the highest order with their counts, in key order. */
  interface Run {
    /** Moves to the next n-gram; returns false at the end. */
    boolean next() throws IOException;

    /** Returns the key of the current n-gram; it changes with {@link #next}. */
    int[] key();

    /** Returns the count of the current n-gram. */
    long count();
  }

  private static final Logger LOG = LoggerFactory.getLogger(RunMerger.class);

  private final int order;
  private final PriorityQueue<Run> heads;
  private final int[] key;

  /** Merges packed runs. */
  RunMerger(int order, Iterator<byte[]> runs) throws IOException {
    this(order, runs, 1, List.of());
  }

  /**
   * Merges packed and stored runs.
   *
   * @param sign factor of the counts of packed runs: 1, or −1 to subtract them from the stored ones
   * @param stored open runs, which the caller closes
   */
  RunMerger(int order, Iterator<byte[]> runs, int sign, List<? extends Run> stored)
      throws IOException {
    this(order, runs, sign, stored, MemoryBudget.here().runs(order - 1));
  }

  RunMerger(int order, Iterator<byte[]> runs, int sign, List<? extends Run> stored, long maxHeld)
      throws IOException {
    this.order = order;
    this.key = new int[order];
    heads = new PriorityQueue<>((a, b) -> NgramKeys.compare(a.key(), b.key(), order));
    List<byte[]> held = new ArrayList<>();
    List<SpilledRun> spilled = new ArrayList<>();
    long bytes = 0;
    while (runs.hasNext()) {
      byte[] run = runs.next();
      held.add(run);
      bytes += run.length;
      if (bytes > maxHeld) {
        RunMerger some = new RunMerger(order, held.iterator(), 1, List.of(), Long.MAX_VALUE);
        spilled.add(SpilledRun.of(some, order, sign));
        held.clear();
        bytes = 0;
      }
    }
    if (!spilled.isEmpty()) {
      LOG.info("{} runs of at most {} MB merged on disk", spilled.size(), maxHeld >> 20);
    }
    for (byte[] run : held) {
      push(new RunReader(run, order, sign));
    }
    for (Run run : spilled) {
      push(run);
    }
    for (Run run : stored) {
      push(run);
    }
  }

  /** Receives the merged n-grams in key order, each once; the key is reused. */
  interface Sink {
    void ngram(int[] key, long count) throws IOException;
  }

  /** Merges all runs; can be called once. */
  void run(Sink sink) throws IOException {
    Run run = heads.poll();
    while (run != null) {
      System.arraycopy(run.key(), 0, key, 0, order);
      long count = run.count();
      boolean more = run.next();
      while (!heads.isEmpty() && NgramKeys.compare(heads.peek().key(), key, order) == 0) {
        Run equal = heads.remove();
        count += equal.count();
        push(equal);
      }
      sink.ngram(key, count);
      run = more ? first(run) : heads.poll();
    }
  }

  /**
   * Returns the run with the smallest key. Long sequences of n-grams come from one run, so it stays
   * out of the heap while its key is the smallest.
   */
  private Run first(Run current) {
    Run head = heads.peek();
    if (head == null || NgramKeys.compare(current.key(), head.key(), order) <= 0) {
      return current;
    }
    heads.remove();
    heads.add(current);
    return head;
  }

  private void push(Run run) throws IOException {
    if (run.next()) {
      heads.add(run);
    }
  }
}
