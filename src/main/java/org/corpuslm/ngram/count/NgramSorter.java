package org.corpuslm.ngram.count;

import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Block;

/**
 * The map side of counting: takes tokens, and for every full chunk sorts the n-grams that end in
 * each position ({@link RowSorter}), adds up equal ones and packs one sorted run per shard. Memory:
 * 12 to 13 bytes per token of a chunk. Not thread-safe.
 */
final class NgramSorter {
  private final int order;
  private final Sharding sharding;
  private final int[] tokens;
  private final int runBytes; // to reserve for a run
  private final RowSorter ends; // last positions of n-grams
  private int size;
  private boolean atStart = true;

  /**
   * Starts with an empty chunk.
   *
   * @param chunk number of tokens of a chunk, including padding
   */
  NgramSorter(int order, int vocabularySize, Sharding sharding, int chunk) {
    this.order = order;
    this.sharding = sharding;
    this.tokens = new int[Math.max(chunk, 4 * order)];
    this.runBytes = Math.max(64, Math.min(1 << 16, 4 * (tokens.length / sharding.shards())));
    this.ends = new RowSorter(tokens.length, vocabularySize);
  }

  /**
   * Adds the next token; {@code </s>} ends a sentence.
   *
   * @return false if the chunk is full and must be drained
   */
  boolean add(int id) {
    if (atStart) {
      Arrays.fill(tokens, size, size + order - 1, Vocabulary.BOS);
      size += order - 1;
      atStart = false;
    }
    ends.add(size);
    tokens[size++] = id;
    atStart = id == Vocabulary.EOS;
    return size + order < tokens.length;
  }

  /**
   * Sorts and packs the chunk and empties it. Returns one run for each shard that has n-grams in
   * it.
   */
  List<Block> drain() {
    for (int w = order - 1; w >= 0; w--) {
      ends.by(tokens, offset(w));
    }
    List<Block> blocks = pack();
    int kept = Math.min(size, order - 1);
    System.arraycopy(tokens, size - kept, tokens, 0, kept);
    size = atStart ? 0 : kept;
    ends.clear();
    return blocks;
  }

  /** Returns how far before its last position an n-gram has a given word of its key. */
  private int offset(int keyIndex) {
    return keyIndex == order - 1 ? 0 : keyIndex + 1;
  }

  private List<Block> pack() {
    ShardRuns runs = new ShardRuns(order, sharding, runBytes);
    int[] key = new int[order];
    int[] next = new int[order];
    long count = 0;
    int[] positions = ends.rows();
    for (int i = 0; i < ends.size(); i++) {
      int position = positions[i];
      for (int w = 0; w < order; w++) {
        next[w] = tokens[position - offset(w)];
      }
      if (count > 0 && Arrays.equals(key, next)) {
        count++;
        continue;
      }
      if (count > 0) {
        runs.add(key, count);
      }
      int[] swap = key;
      key = next;
      next = swap;
      count = 1;
    }
    if (count > 0) {
      runs.add(key, count);
    }
    return runs.blocks();
  }
}
