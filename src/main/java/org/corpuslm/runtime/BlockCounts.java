package org.corpuslm.runtime;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * Makes sure that no block of a shuffle is lost without an error. Every sending task tells every
 * receiving task how many blocks it sent there, as one more block; a receiving task that has not
 * heard from all senders, or has fewer blocks than they sent, fails and is repeated.
 *
 * <p>Spark itself does not notice one kind of loss: a JVM that exits deletes its temporary files
 * while its tasks still run, and Spark's BypassMergeSortShuffleWriter takes a file that is gone for
 * an empty one. If the task then ends before the JVM does, it has succeeded without its blocks.
 *
 * <p>Costs one small block for every pair of a sender and a receiver, which Spark's shuffle keeps
 * an index entry for anyway.
 */
final class BlockCounts {
  /** Keys of counts: this minus the receiving partition. Keys of blocks are above it. */
  private static final int FIRST_KEY = -2;

  /** Time in which Spark learns that an executor has gone, before the task is repeated. */
  private static final long PAUSE_MS = 2_000;

  private BlockCounts() {}

  /** Returns whether a key is that of a count. */
  static boolean isCount(int key) {
    return key <= FIRST_KEY;
  }

  /** Returns the partition that a count is for. */
  static int partitionOf(int key) {
    return FIRST_KEY - key;
  }

  /** Returns the blocks of a sender and, after them, the number of them for each receiver. */
  static Iterator<Tuple2<Integer, byte[]>> sent(
      Iterator<Tuple2<Integer, byte[]>> blocks, Partitioner receivers) {
    return new Iterator<>() {
      private final long[] counts = new long[receivers.numPartitions()];
      private int told;

      @Override
      public boolean hasNext() {
        return blocks.hasNext() || told < counts.length;
      }

      @Override
      public Tuple2<Integer, byte[]> next() {
        if (blocks.hasNext()) {
          Tuple2<Integer, byte[]> block = blocks.next();
          counts[receivers.getPartition(block._1())]++;
          return block;
        }
        if (told == counts.length) {
          throw new NoSuchElementException();
        }
        ByteSink count = new ByteSink(Long.BYTES);
        count.varlong(counts[told]);
        return new Tuple2<>(FIRST_KEY - told++, count.take());
      }
    };
  }

  /** The blocks of a receiver without the counts, which it checks at the end. */
  static final class Received implements Iterator<Tuple2<Integer, byte[]>> {
    private final Iterator<Tuple2<Integer, byte[]>> pairs;
    private final int senders;
    private final String what;
    private Tuple2<Integer, byte[]> ahead;
    private int heard;
    private long sent;
    private long received;

    /**
     * Begins with the first block.
     *
     * @param senders number of tasks that send blocks
     * @param what name of the work, for errors
     */
    Received(Iterator<Tuple2<Integer, byte[]>> pairs, int senders, String what) {
      this.pairs = pairs;
      this.senders = senders;
      this.what = what;
    }

    /**
     * Returns whether there is another block.
     *
     * @throws IllegalStateException if there is none, but blocks are missing
     */
    @Override
    public boolean hasNext() {
      while (ahead == null && pairs.hasNext()) {
        Tuple2<Integer, byte[]> pair = pairs.next();
        if (isCount(pair._1())) {
          heard++;
          sent += new ByteSource(pair._2()).varlong();
        } else {
          received++;
          ahead = pair;
        }
      }
      if (ahead == null) {
        check();
      }
      return ahead != null;
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<Integer, byte[]> next = ahead;
      ahead = null;
      return next;
    }

    /** Reads what was left unread, and checks the counts. */
    void finish() {
      while (hasNext()) {
        next();
      }
    }

    private void check() {
      if (heard == senders && received == sent) {
        return;
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException(
          ("%s: blocks were lost on the way: %d of %d tasks have sent their number, and %d of %d"
                  + " blocks arrived. An executor ended while it wrote them; the task is repeated")
              .formatted(what, heard, senders, received, sent));
    }
  }
}
