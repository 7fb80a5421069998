package org.corpuslm.ngram.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Packs a loaded shard: from contexts of one word to the longest, the contexts, then the n-grams
 * that follow them ({@link PackedRows}). Contexts of one word are sorted by word; others are
 * grouped by the context that they extend, n-grams by their context, and each group is sorted by
 * scrambled word. Memory: the packed rows of one length at a time, and 16 bytes a row.
 */
final class PackedShardWriter {
  private final NgramShard shard;
  private final int order;
  private final WordScrambler words;
  private final int bits;
  private final OutputStream out;

  /**
   * Prepares to write.
   *
   * @param shard a shard with exact values
   * @param facts facts of the model
   * @param bits bits per value; 0 = single precision
   */
  PackedShardWriter(NgramShard shard, NgramFacts facts, int bits, OutputStream out) {
    this.shard = shard;
    this.order = facts.order();
    this.words = WordScrambler.of(facts.ngrams().get(0));
    this.bits = bits;
    this.out = out;
  }

  /** Writes the whole shard. */
  void run() throws IOException {
    int[] contexts = IntStream.range(0, shard.contexts(1).size()).toArray();
    for (int length = 1; length < order; length++) {
      int here = length;
      int[] next = new int[contexts.length + 1];
      int[] ngrams =
          sorted(
              shard.ngrams(length),
              contexts,
              node -> shard.firstIndex(here, node),
              node -> shard.endIndex(here, node),
              next);
      int[] children = new int[contexts.length + 1];
      boolean longest = length == order - 1;
      int[] extended =
          longest
              ? new int[0]
              : sorted(
                  shard.contexts(length + 1),
                  contexts,
                  node -> shard.firstChild(here, node),
                  node -> shard.firstChild(here, node + 1),
                  children);
      rows(
          shard.contexts(length),
          contexts,
          true,
          longest ? new int[][] {next} : new int[][] {next, children});
      rows(shard.ngrams(length), ngrams, false, new int[0][]);
      contexts = extended;
    }
  }

  /** A row by the row of a context. */
  private interface Pointer {
    int of(int node);
  }

  /**
   * Returns rows in their new order.
   *
   * @param groups the contexts in their new order, whose groups are taken one after the other
   * @param starts receives the first row of every group in the new order, and the end of the last
   */
  private int[] sorted(NgramRows rows, int[] groups, Pointer first, Pointer end, int[] starts) {
    int[] order = new int[rows.size()];
    long[] group = new long[16];
    int n = 0;
    for (int g = 0; g < groups.length; g++) {
      starts[g] = n;
      int from = first.of(groups[g]);
      int size = end.of(groups[g]) - from;
      if (group.length < size) {
        group = new long[2 * size];
      }
      for (int i = 0; i < size; i++) {
        group[i] = (long) words.key(rows.word(from + i)) << 32 | from + i;
      }
      Arrays.sort(group, 0, size);
      for (int i = 0; i < size; i++) {
        order[n++] = (int) group[i];
      }
    }
    starts[groups.length] = n;
    return order;
  }

  private void rows(NgramRows from, int[] rows, boolean zero, int[][] pointers) throws IOException {
    double[] values = new double[rows.length];
    Arrays.setAll(values, i -> from.value(rows[i]));
    QuantizedColumn codes = bits == 0 ? null : QuantizedColumn.of(values, bits, zero);
    double[] centers = codes == null ? new double[0] : codes.centers();
    int valueBits =
        codes == null
            ? PackedRows.FLOAT
            : Math.max(1, PackedBits.bits(Math.max(0, centers.length - 1)));
    long[] head = {rows.length, words.bits(), valueBits, centers.length, pointers.length};
    write(head);
    write(Arrays.stream(centers).mapToLong(Double::doubleToRawLongBits).toArray());
    PackedBits packed = new PackedBits();
    for (int i = 0; i < rows.length; i++) {
      packed.add(words.key(from.word(rows[i])), words.bits());
      packed.add(
          codes == null ? Float.floatToRawIntBits((float) values[i]) : codes.code(i), valueBits);
    }
    write(packed.toLongs());
    for (int[] sequence : pointers) {
      write(EliasFano.pack(sequence));
    }
  }

  private void write(long[] longs) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : longs) {
      if (!buffer.hasRemaining()) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      buffer.putLong(value);
    }
    out.write(buffer.array(), 0, buffer.position());
  }
}
