package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes one shard of the pruned model: the n-grams whose cost reaches the threshold or that a
 * longer one requires ({@link RequiredPrefixes}), and back-off weights with which p(·|h) sums to
 * one. A context keeps its weight to the bit if it keeps all its n-grams and nothing below them
 * changed. A context that loses all n-grams is removed, or stays with weight 1 if a longer one
 * requires it. Memory: the required rows of all orders.
 */
final class PruningWriter extends ContextVisitor {
  private final double threshold;
  private final TrieLevel[] kept; // [context length]: n-grams that stay
  private final TableReader[] costs; // [order]
  private final Needed[] needed; // [order]
  private final NgramShardWriter writer;

  /**
   * Opens a shard.
   *
   * @param costs the cost tables
   * @param unigrams unigram probabilities by word id, linear
   * @param threshold smallest cost that keeps an n-gram
   * @param blocks the required prefixes that were sent to the shard
   * @param writer receives the shard; the caller closes it
   */
  PruningWriter(
      String path,
      Published costs,
      int order,
      int shard,
      double[] unigrams,
      double threshold,
      Iterator<byte[]> blocks,
      TaskContext task,
      NgramShardWriter writer)
      throws IOException {
    super(path, order, shard, unigrams, task);
    this.threshold = threshold;
    this.kept = TrieLevel.all(order, unigrams);
    this.writer = writer;
    this.costs = new TableReader[order + 1];
    this.needed = new Needed[order + 1];
    NgramColumns[] rows = new NgramColumns[order + 1];
    for (int k = 2; k <= order; k++) {
      this.costs[k] = PruningCostTables.open(task.hadoop(), costs, k, shard);
      rows[k] = new NgramColumns(k);
    }
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      while (in.hasMore()) {
        rows[in.unsigned()].read(in);
      }
    }
    for (int k = 2; k <= order; k++) {
      needed[k] = new Needed(rows[k], k, unigrams.length);
    }
  }

  /** The n-grams of one order that longer ones require, in key order. */
  private static final class Needed {
    private final NgramColumns rows;
    private final int[] sorted;
    private final int[] key;
    private int at;

    Needed(NgramColumns rows, int order, int vocabularySize) {
      this.rows = rows;
      this.sorted = rows.sorted(vocabularySize);
      this.key = new int[order];
    }

    /** Returns whether an n-gram is required; calls must be in key order. */
    boolean has(int[] context, int word) {
      for (; at < sorted.length; at++) {
        rows.key(sorted[at], key, key.length);
        int order = Arrays.compare(key, 0, context.length, context, 0, context.length);
        order = order != 0 ? order : Integer.compare(key[context.length], word);
        if (order >= 0) {
          return order == 0;
        }
      }
      return false;
    }
  }

  @Override
  void enter(int[] key, int length) throws IOException {
    TrieLevel before = levels[length];
    TrieLevel after = kept[length];
    after.clear();
    boolean same = true;
    for (int i = 0; i < before.size; i++) {
      int word = before.words[i];
      boolean keeps = PruningCostTables.next(costs[length + 1]) >= threshold;
      if (keeps || threshold == 0 || needed[length + 1].has(key, word)) {
        after.add(word, before.p[i], before.log10[i]);
        writer.ngram(key, length, word, before.log10[i]);
        same &= TrieLevel.p(levels, length - 1, word) == TrieLevel.p(kept, length - 1, word);
      } else {
        same = false;
      }
    }
    if (after.size > 0) {
      after.backoff(same ? before.log10Backoff : Math.log10(TrieLevel.normalizing(kept, length)));
    }
  }

  @Override
  boolean leave(int[] key, int length, boolean longer) throws IOException {
    if (kept[length].size == 0 && !longer) {
      return false;
    }
    writer.context(key, length, kept[length].log10Backoff);
    return true;
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (TableReader table : costs) {
      if (table != null) {
        table.close();
      }
    }
  }
}
