package org.corpuslm.ngram.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.corpuslm.runtime.Block;
import org.corpuslm.runtime.ByteSink;

/** Rows for other tasks, packed into blocks as they are asked for. Memory: one block a receiver. */
abstract class BlockSource implements Iterator<Block> {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int FIRST_BYTES = 1 << 6; // of each of what may be very many receivers

  private final ByteSink[] sinks;
  private final Deque<Block> ready = new ArrayDeque<>();
  private boolean ended;

  BlockSource(int receivers) {
    this.sinks = new ByteSink[receivers];
  }

  /** Packs some rows more; false if there were none. */
  abstract boolean pack() throws IOException;

  /** Where the next row for a receiver goes. */
  final ByteSink to(int receiver) {
    ByteSink sink = sinks[receiver];
    if (sink == null) {
      sink = new ByteSink(FIRST_BYTES);
      sinks[receiver] = sink;
    } else if (sink.size() > BLOCK_BYTES) {
      ready.add(new Block(receiver, sink.take()));
    }
    return sink;
  }

  @Override
  public final boolean hasNext() {
    try {
      while (ready.isEmpty() && !ended) {
        ended = !pack();
        for (int r = 0; ended && r < sinks.length; r++) {
          if (sinks[r] != null && sinks[r].size() > 0) {
            ready.add(new Block(r, sinks[r].take()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !ready.isEmpty();
  }

  @Override
  public final Block next() {
    return ready.remove();
  }
}
