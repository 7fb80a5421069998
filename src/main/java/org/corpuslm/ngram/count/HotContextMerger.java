package org.corpuslm.ngram.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Adds up the hot contexts of one hot-context shard from the parts that ordinary shards sent.
 * Memory: the packed next words of all its contexts; the parts of a large context are added up
 * early, so that they take at most twice the size of their sum, and 1 MB more.
 */
final class HotContextMerger {
  /** Size in bytes above which the parts of a context are added up early. */
  private static final int MIN_FOLD = 1 << 20;

  private final Successors next = new Successors();
  private final List<TreeMap<int[], Parts>> contexts = new ArrayList<>(); // [length]

  /** The packed next words of one context. */
  private static final class Parts {
    private final List<byte[]> lists = new ArrayList<>();
    private long bytes;
    private long folded;
  }

  HotContextMerger(int order) {
    for (int length = 0; length < order; length++) {
      contexts.add(new TreeMap<>(Arrays::compare));
    }
  }

  /** Packs a part of a context: length and words, the last one first; then its next words. */
  static void pack(int length, int[] key, Successors next, ByteSink out) {
    out.varint(length);
    for (int w = 0; w < length; w++) {
      out.varint(key[w]);
    }
    next.pack(out);
  }

  /** Adds all parts. */
  void add(Iterator<byte[]> blocks) {
    while (blocks.hasNext()) {
      ByteSource in = new ByteSource(blocks.next());
      while (in.hasMore()) {
        int[] key = new int[in.varint()];
        for (int w = 0; w < key.length; w++) {
          key[w] = in.varint();
        }
        add(key, Successors.take(in));
      }
    }
  }

  private void add(int[] key, byte[] list) {
    Parts parts = contexts.get(key.length).computeIfAbsent(key, k -> new Parts());
    parts.lists.add(list);
    parts.bytes += list.length;
    if (parts.bytes > MIN_FOLD + 2 * parts.folded) {
      sum(parts);
      ByteSink out = new ByteSink(MIN_FOLD);
      next.pack(out);
      next.clear();
      byte[] folded = Successors.take(new ByteSource(out.take()));
      parts.lists.clear();
      parts.lists.add(folded);
      parts.bytes = folded.length;
      parts.folded = folded.length;
    }
  }

  private void sum(Parts parts) {
    for (byte[] list : parts.lists) {
      Successors.unpack(list, next::add);
    }
    next.sorted();
  }

  /**
   * Writes all contexts, long ones first: each complete context is one more left neighbor of its
   * next words in the shorter context.
   *
   * @param unigrams receives the left neighbors of single words
   */
  void write(ShardWriter writer, UnigramRanges.Packer unigrams) throws IOException {
    for (int length = contexts.size() - 1; length > 0; length--) {
      for (var context : contexts.get(length).entrySet()) {
        sum(context.getValue());
        int[] key = context.getKey();
        writer.write(length, key, next);
        if (length == 1) {
          for (int i = 0; i < next.size(); i++) {
            unigrams.add(next.word(i), 0, 1);
          }
          unigrams.finish();
          next.clear();
        } else {
          ByteSink out = new ByteSink(1 << 12);
          next.packLeft(out);
          next.clear();
          add(Arrays.copyOf(key, length - 1), Successors.take(new ByteSource(out.take())));
        }
      }
    }
  }
}
