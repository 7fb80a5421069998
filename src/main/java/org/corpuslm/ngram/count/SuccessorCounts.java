package org.corpuslm.ngram.count;

import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;

/**
 * Lists of words with counts, packed: the size of the rest in bytes, then for each word, by rising
 * id, the distance to the id before, the raw count and the number of left neighbors.
 */
final class SuccessorCounts {
  private SuccessorCounts() {}

  /** Receives the words of a list. */
  interface Sink {
    void add(int word, long count, long left);
  }

  /** Packs the next words of a context. */
  static void pack(Successors next, ByteSink out) {
    ByteSink list = new ByteSink(8 * next.size() + 16);
    int last = 0;
    for (int i = 0; i < next.size(); i++) {
      put(next.word(i) - last, next.count(i), next.adjusted(i), list);
      last = next.word(i);
    }
    end(list, out);
  }

  /** Packs the next words of a context as words with one more left neighbor each. */
  static void packLeft(Successors next, ByteSink out) {
    ByteSink list = new ByteSink(4 * next.size() + 16);
    int last = 0;
    for (int i = 0; i < next.size(); i++) {
      put(next.word(i) - last, 0, 1, list);
      last = next.word(i);
    }
    end(list, out);
  }

  private static void put(int distance, long count, long left, ByteSink list) {
    list.varint(distance);
    list.varlong(count);
    list.varlong(left);
  }

  private static void end(ByteSink list, ByteSink out) {
    out.varint(list.size());
    out.put(list);
  }

  /** Reads a list as it is packed, without its size. */
  static byte[] take(ByteSource in) {
    return in.bytes(in.varint());
  }

  /** Adds up the words of a list that {@link #take} has read. */
  static void unpack(byte[] list, Sink sink) {
    ByteSource in = new ByteSource(list);
    int word = 0;
    while (in.hasMore()) {
      word += in.varint();
      sink.add(word, in.varlong(), in.varlong());
    }
  }
}
