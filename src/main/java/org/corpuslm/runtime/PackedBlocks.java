package org.corpuslm.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The sending side of a shuffle: packs rows for many receivers into one block per receiver. Rows
 * are produced while blocks are iterated over, so the blocks of a task are never all in memory.
 *
 * <p>Memory: one open block per receiver, which starts at 64 bytes because there may be thousands
 * of receivers, and the full blocks that have not been taken yet. Not thread-safe.
 */
public abstract class PackedBlocks implements Iterator<Block> {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int FIRST_BYTES = 1 << 6;

  private final ByteSink[][] open; // [kind][receiver]; null before the first row
  private final int receivers;
  private final int blockBytes;
  private final Deque<Block> full = new ArrayDeque<>();
  private boolean ended;

  /** Starts without rows; a block is sent when it holds more than 64 kB. */
  protected PackedBlocks(int receivers) {
    this(receivers, 1, BLOCK_BYTES);
  }

  /**
   * Starts without rows.
   *
   * @param receivers number of receiving partitions
   * @param kinds number of kinds of rows; a block has rows of one kind
   * @param blockBytes a block is sent when it holds more bytes than this
   */
  protected PackedBlocks(int receivers, int kinds, int blockBytes) {
    this.open = new ByteSink[kinds][];
    this.receivers = receivers;
    this.blockBytes = blockBytes;
  }

  /**
   * Packs more rows.
   *
   * @return false if there are no more rows; the open blocks are sent then
   */
  protected abstract boolean pack() throws IOException;

  /** Returns the open block of a receiver, if there is one kind of rows. */
  protected final ByteSink to(int receiver) {
    return to(receiver, 0);
  }

  /**
   * Returns the open block of a receiver and a kind of rows, for one row to be appended. The block
   * is empty before its first row.
   */
  protected final ByteSink to(int receiver, int kind) {
    if (open[kind] == null) {
      open[kind] = new ByteSink[receivers];
    }
    ByteSink sink = open[kind][receiver];
    if (sink == null) {
      sink = new ByteSink(FIRST_BYTES);
      open[kind][receiver] = sink;
    } else if (sink.size() > blockBytes) {
      send(new Block(receiver, sink.take()));
    }
    return sink;
  }

  /** Sends a complete block. */
  protected final void send(Block block) {
    full.add(block);
  }

  /** Sends all open blocks that have rows. */
  protected final void flush() {
    for (ByteSink[] sinks : open) {
      for (int receiver = 0; sinks != null && receiver < receivers; receiver++) {
        if (sinks[receiver] != null && sinks[receiver].size() > 0) {
          send(new Block(receiver, sinks[receiver].take()));
        }
      }
    }
  }

  /** Returns whether full blocks wait to be taken; {@link #pack} should pause then. */
  protected final boolean hasFull() {
    return !full.isEmpty();
  }

  @Override
  public final boolean hasNext() {
    try {
      while (full.isEmpty() && !ended) {
        ended = !pack();
        if (ended) {
          flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return !full.isEmpty();
  }

  @Override
  public final Block next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return full.remove();
  }
}
