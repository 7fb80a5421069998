package org.corpuslm.ngram.count;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import org.corpuslm.runtime.ByteSink;
import org.corpuslm.runtime.ByteSource;
import org.corpuslm.runtime.Staging;
import org.corpuslm.runtime.TableWriter;
import org.corpuslm.runtime.TaskContext;

/**
 * The ranges of word ids in which unigram counts are added up, each by one task into one table.
 *
 * @param words number of words of the vocabulary
 */
record UnigramRanges(int words) implements Serializable {
  /** Ids per range. */
  static final int SIZE = 1 << 17;

  /** Returns the number of ranges. */
  int size() {
    return (words - 1) / SIZE + 1;
  }

  /** Returns the range of a word. */
  static int of(int word) {
    return word / SIZE;
  }

  /** Packs counts of words by ascending id, and passes on a block whenever a range ends. */
  static final class Packer {
    private final Blocks blocks;
    private final ByteSink out = new ByteSink(1 << 12);
    private int range;
    private int last;

    Packer(Blocks blocks) {
      this.blocks = blocks;
    }

    /**
     * Adds the counts of a word.
     *
     * @param left left neighbors
     */
    void add(int word, long count, long left) {
      if (of(word) != range) {
        finish();
        range = of(word);
        last = range * SIZE;
      }
      out.varint(word - last);
      out.varlong(count);
      out.varlong(left);
      last = word;
    }

    /** Ends the list; another one may follow. */
    void finish() {
      if (out.size() > 0) {
        blocks.block(range, out.take());
      }
      range = 0;
      last = 0;
    }
  }

  /** Receives the packed list of one range. */
  interface Blocks {
    void block(int range, byte[] bytes);
  }

  /** The sums of one range. Memory: 16 bytes per id. */
  final class Sums {
    private final int from;
    private final long[] counts;
    private final long[] left;

    Sums(int range) {
      this.from = range * SIZE;
      this.counts = new long[Math.min(SIZE, words - from)];
      this.left = new long[counts.length];
    }

    /** Adds packed lists, and returns this. */
    Sums add(Iterator<byte[]> blocks) {
      while (blocks.hasNext()) {
        ByteSource in = new ByteSource(blocks.next());
        int at = 0;
        while (in.hasMore()) {
          at += in.varint();
          counts[at] += in.varlong();
          left[at] += in.varlong();
        }
      }
      return this;
    }

    /** Packs the sums. */
    void pack(Packer packer) {
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0 || left[i] > 0) {
          packer.add(from + i, counts[i], left[i]);
        }
      }
      packer.finish();
    }

    /** Writes the table of the range, which has a row for every id, and adds it to a result. */
    void write(TaskContext task, Staging staging, ShardWriter.Result result) throws IOException {
      String file = CountStore.tableFile(1, of(from));
      try (TableWriter table = new TableWriter(task, staging, file, CountStore.columns(1))) {
        for (int i = 0; i < counts.length; i++) {
          table.put(0, from + i);
          table.put(1, counts[i]);
          table.put(2, left[i]);
          table.endRow();
          result.stats().add(1, counts[i], left[i]);
        }
        result.files().add(table.finish());
      }
    }
  }
}
