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
 * Merges sorted runs into one, adding up equal n-grams: a heap of readers. Packed runs are held in
 * memory up to a limit ({@link MemoryBudget}), those beyond are merged to runs on the local disk.
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

  /** Over packed runs. */
  RunMerger(int order, Iterator<byte[]> runs) throws IOException {
    this(order, runs, 1, List.of());
  }

  /**
   * Over packed and stored runs.
   *
   * @param sign of the counts of packed runs: 1, or −1 to take them away from the stored ones
   */
  RunMerger(int order, Iterator<byte[]> runs, int sign, List<? extends Run> stored)
      throws IOException {
    this(order, runs, sign, stored, MemoryBudget.here().runs(order - 1));
  }

  /**
   * The same with a limit of its own.
   *
   * @param mostHeld bytes of packed runs in memory; more are merged to the local disk
   */
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

  interface Sink {
    void ngram(int[] key, long count) throws IOException;
  }

  void run(Sink sink) throws IOException {
    Run least = heads.poll();
    while (least != null) {
      System.arraycopy(least.key(), 0, key, 0, order);
      long count = least.count();
      boolean more = least.next();
      while (!heads.isEmpty() && NgramKeys.compare(heads.peek().key(), key, order) == 0) {
        Run equal = heads.remove();
        count += equal.count();
        push(equal);
      }
      sink.ngram(key, count);
      least = more ? least(least) : heads.poll();
    }
  }

  /** Long stretches come from one run: it stays out of the heap as long as it is the least. */
  private Run least(Run current) {
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
