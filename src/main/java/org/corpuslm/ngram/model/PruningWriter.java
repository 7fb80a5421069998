package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.TableReader;
import org.corpuslm.runtime.TaskContext;

/**
 * Writes one shard of the pruned model: the n-grams whose loss reaches the threshold or that a
 * longer one needs ({@link RequiredPrefixes}), and back-off weights with which p(·|h) sums to one
 * over what is left. A context keeps its weight, to the bit, if it keeps its n-grams and nothing
 * changed below them. One without n-grams goes, or stays with weight 1 where a longer one needs it.
 * Memory: the rows of one order that others need.
 */
final class PruningWriter extends ContextVisitor {
  private final double threshold;
  private final TrieLevel[] kept; // by context length
  private final TableReader[] losses; // by order
  private final Needed[] needed; // by order
  private final NgramShardWriter writer;

  PruningWriter(
      String path,
      Published losses,
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
    this.losses = new TableReader[order + 1];
    this.needed = new Needed[order + 1];
    NgramColumns[] rows = new NgramColumns[order + 1];
    for (int k = 2; k <= order; k++) {
      this.losses[k] = PruningCostTables.open(task.hadoop(), losses, k, shard);
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

  /** The n-grams of one order that longer ones need, in key order. */
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

    /** Whether the n-gram, which must not come before that of the last call, is among them. */
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
      boolean keeps = PruningCostTables.next(losses[length + 1]) >= threshold;
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
    for (TableReader table : losses) {
      if (table != null) {
        table.close();
      }
    }
  }
}
