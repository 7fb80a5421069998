package org.corpuslm.ngram.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.corpuslm.ngram.count.ShardLimits;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.PackedBlocks;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TaskContext;

/**
 * Sends the rows of a model to their shards, in any order, and writes the shards. The receiving
 * side sorts the rows, one order at a time, and adds missing contexts with back-off weight 1: those
 * of n-grams, and the shorter contexts of every context. Memory of the receiving side: the packed
 * rows of the shard (about 20 bytes each), and 30 to 60 bytes per row of one order.
 */
public final class ShardRows {
  private static final int BLOCK_BYTES = 1 << 17;

  private ShardRows() {}

  /**
   * The sending side. A block: one byte, which is twice the number of words of its rows, plus 1 if
   * they are contexts; then the rows.
   */
  public abstract static class Sender extends PackedBlocks {
    /**
     * Starts without rows.
     *
     * @param order order of the model
     * @param shards number of shards that receive rows
     */
    protected Sender(int order, int shards) {
      super(shards, 2 * order + 2, BLOCK_BYTES);
    }

    /**
     * Sends an n-gram.
     *
     * @param key its context, the last word first, then its word
     * @param log10 its log10 probability
     */
    protected final void ngram(int shard, int[] key, int order, double log10) {
      row(2 * order, shard, key, order, log10);
    }

    /**
     * Sends a context.
     *
     * @param key its words, the last one first
     * @param log10 its log10 back-off weight
     */
    protected final void context(int shard, int[] key, int length, double log10) {
      row(2 * length + 1, shard, key, length, log10);
    }

    private void row(int head, int shard, int[] key, int length, double log10) {
      ByteSink out = to(shard, head);
      if (out.size() == 0) {
        out.put(head);
      }
      NgramColumns.pack(key, length, log10, out);
    }
  }

  /** Reports an n-gram that was sent twice. */
  public interface Duplicate {
    /**
     * Returns the error.
     *
     * @param ngram its words, in text order
     */
    BadInputException error(int[] ngram) throws IOException;
  }

  /**
   * Writes the received rows of one shard.
   *
   * @param order order of the model
   * @param vocabularySize number of words of the vocabulary
   * @param blocks the blocks that {@link Sender}s sent to the shard
   * @param duplicate gives the error for an n-gram that was sent twice
   */
  public static NgramShardWriter.Result write(
      int order,
      int vocabularySize,
      int shard,
      Iterator<byte[]> blocks,
      Duplicate duplicate,
      TaskContext task,
      Staging staging)
      throws IOException {
    List<List<byte[]>> byHead = new ArrayList<>();
    for (int head = 0; head < 2 * order + 2; head++) {
      byHead.add(new ArrayList<>());
    }
    while (blocks.hasNext()) {
      byte[] block = blocks.next();
      byHead.get(block[0]).add(block);
    }
    try (NgramShardWriter writer = new NgramShardWriter(order, shard, task, staging)) {
      Keys longer = new Keys(order);
      for (int k = order; k >= 2; k--) {
        Keys contexts = ngrams(byHead, k, vocabularySize, duplicate, writer);
        longer = contexts(byHead, k - 1, vocabularySize, contexts, longer, writer);
      }
      return writer.finish();
    }
  }

  /** Writes the n-grams of one order, and returns their contexts. */
  private static Keys ngrams(
      List<List<byte[]>> byHead,
      int k,
      int vocabularySize,
      Duplicate duplicate,
      NgramShardWriter writer)
      throws IOException {
    NgramColumns rows = unpack(byHead, 2 * k, k);
    Keys contexts = new Keys(k - 1);
    int[] key = new int[k];
    int[] last = new int[k];
    boolean first = true;
    for (int row : rows.sorted(vocabularySize)) {
      rows.key(row, key, k);
      if (!first && Arrays.equals(key, last)) {
        throw duplicate.error(inTextOrder(key));
      }
      contexts.add(key);
      writer.ngram(key, k - 1, key[k - 1], rows.value(row));
      System.arraycopy(key, 0, last, 0, k);
      first = false;
    }
    return contexts;
  }

  /**
   * Writes the contexts of one length: those that were sent, those of n-grams, and those that
   * longer contexts extend.
   */
  private static Keys contexts(
      List<List<byte[]>> byHead,
      int length,
      int vocabularySize,
      Keys ofNgrams,
      Keys longer,
      NgramShardWriter writer)
      throws IOException {
    NgramColumns sent = unpack(byHead, 2 * length + 1, length);
    int[] sorted = sent.sorted(vocabularySize);
    Keys written = new Keys(length);
    int[] key = new int[length];
    int[] candidate = new int[length];
    int s = 0;
    int n = 0;
    int l = 0;
    while (s < sorted.length || n < ofNgrams.size || l < longer.size) {
      boolean any = false;
      if (s < sorted.length) {
        sent.key(sorted[s], key, length);
        any = true;
      }
      if (n < ofNgrams.size) {
        ofNgrams.copy(n, candidate, length);
        any = min(any, key, candidate);
      }
      if (l < longer.size) {
        longer.copy(l, candidate, length);
        min(any, key, candidate);
      }
      double backoff = 0;
      while (s < sorted.length && matches(sent, sorted[s], candidate, key)) {
        backoff = sent.value(sorted[s++]);
      }
      while (n < ofNgrams.size && ofNgrams.begins(n, key)) {
        n++;
      }
      while (l < longer.size && longer.begins(l, key)) {
        l++;
      }
      written.add(key);
      writer.context(key, length, backoff);
    }
    return written;
  }

  private static boolean min(boolean any, int[] key, int[] candidate) {
    if (!any || Arrays.compare(candidate, key) < 0) {
      System.arraycopy(candidate, 0, key, 0, key.length);
    }
    return true;
  }

  private static boolean matches(NgramColumns rows, int row, int[] scratch, int[] key) {
    rows.key(row, scratch, key.length);
    return Arrays.equals(scratch, key);
  }

  private static NgramColumns unpack(List<List<byte[]>> byHead, int head, int words) {
    NgramColumns rows = new NgramColumns(words);
    for (byte[] block : byHead.get(head)) {
      ByteSource in = new ByteSource(block);
      in.unsigned();
      while (in.hasMore()) {
        rows.read(in);
      }
    }
    byHead.set(head, List.of());
    return rows;
  }

  private static int[] inTextOrder(int[] key) {
    int[] ngram = new int[key.length];
    int context = key.length - 1;
    for (int w = 0; w < context; w++) {
      ngram[w] = key[context - 1 - w];
    }
    ngram[context] = key[context];
    return ngram;
  }

  /** Sorted keys of one length, each once. */
  private static final class Keys {
    private final int length;
    private int[] words = new int[1 << 8];
    private int size;

    Keys(int length) {
      this.length = length;
    }

    void add(int[] key) {
      if (size > 0 && begins(size - 1, key, length)) {
        return;
      }
      long needed = (size + 1L) * length;
      if (needed > words.length) {
        String what = "contexts of %d words".formatted(length);
        words = Arrays.copyOf(words, ShardLimits.grown(words.length, needed, what));
      }
      System.arraycopy(key, 0, words, size * length, length);
      size++;
    }

    void copy(int i, int[] to, int first) {
      System.arraycopy(words, i * length, to, 0, first);
    }

    boolean begins(int i, int[] key) {
      return begins(i, key, key.length);
    }

    private boolean begins(int i, int[] key, int first) {
      return Arrays.equals(words, i * length, i * length + first, key, 0, first);
    }
  }
}
