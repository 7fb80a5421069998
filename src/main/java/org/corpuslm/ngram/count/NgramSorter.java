package org.corpuslm.ngram.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.Block;

/**
 * The map side of counting: takes tokens, and for every full chunk sorts the n-grams that end in
 * each position (an LSD radix sort over word ids, one stable counting pass per word), adds up equal
 * ones and packs a sorted run per shard. Memory: 12 bytes a token of a chunk, plus 4 bytes a word
 * of the vocabulary. Not thread-safe.
 */
final class NgramSorter {
  private final int order;
  private final Sharding sharding;
  private final int vocabularySize;
  private final int[] tokens;
  private int[] positions;
  private int[] scratch;
  private int size;
  private int ends;
  private boolean atStart = true;

  NgramSorter(int order, int vocabularySize, Sharding sharding, int chunk) {
    this.order = order;
    this.vocabularySize = vocabularySize;
    this.sharding = sharding;
    this.tokens = new int[Math.max(chunk, 4 * order)];
    this.positions = new int[tokens.length];
    this.scratch = new int[tokens.length];
  }

  /** Takes the next token; {@code </s>} ends a sentence. False: the chunk is full. */
  boolean add(int id) {
    if (atStart) {
      Arrays.fill(tokens, size, size + order - 1, Vocabulary.BOS);
      size += order - 1;
      atStart = false;
    }
    positions[ends++] = size;
    tokens[size++] = id;
    atStart = id == Vocabulary.EOS;
    return size + order < tokens.length;
  }

  /** Sorts and packs what was added; one run per shard that has any. The chunk is empty after. */
  List<Block> drain() {
    for (int w = order - 1; w >= 0; w--) {
      sortBy(offset(w));
    }
    List<Block> blocks = pack();
    int kept = Math.min(size, order - 1);
    System.arraycopy(tokens, size - kept, tokens, 0, kept);
    size = atStart ? 0 : kept;
    ends = 0;
    return blocks;
  }

  /** How far before its last position an n-gram has the given word of its key. */
  private int offset(int keyIndex) {
    return keyIndex == order - 1 ? 0 : keyIndex + 1;
  }

  private void sortBy(int offset) {
    int[] starts = new int[vocabularySize + 1];
    for (int i = 0; i < ends; i++) {
      starts[tokens[positions[i] - offset] + 1]++;
    }
    for (int w = 1; w < starts.length; w++) {
      starts[w] += starts[w - 1];
    }
    for (int i = 0; i < ends; i++) {
      int position = positions[i];
      scratch[starts[tokens[position - offset]]++] = position;
    }
    int[] sorted = scratch;
    scratch = positions;
    positions = sorted;
  }

  private List<Block> pack() {
    RunWriter[] runs = new RunWriter[sharding.shards()];
    int[] key = new int[order];
    int[] next = new int[order];
    long count = 0;
    for (int i = 0; i < ends; i++) {
      int position = positions[i];
      for (int w = 0; w < order; w++) {
        next[w] = tokens[position - offset(w)];
      }
      if (count > 0 && Arrays.equals(key, next)) {
        count++;
        continue;
      }
      write(runs, key, count);
      int[] swap = key;
      key = next;
      next = swap;
      count = 1;
    }
    write(runs, key, count);
    List<Block> blocks = new ArrayList<>();
    for (int s = 0; s < runs.length; s++) {
      if (runs[s] != null) {
        blocks.add(new Block(s, runs[s].take()));
      }
    }
    return blocks;
  }

  private void write(RunWriter[] runs, int[] key, long count) {
    if (count == 0) {
      return;
    }
    int shard = sharding.of(key, order - 1);
    if (runs[shard] == null) {
      runs[shard] = new RunWriter(order);
    }
    runs[shard].add(key, count);
  }
}
