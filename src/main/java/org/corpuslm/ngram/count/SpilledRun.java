package org.corpuslm.ngram.count;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.corpuslm.runtime.LocalTempFiles;
import org.corpuslm.runtime.TaskEnd;

/**
 * A sorted run on the local disk, for n-grams that do not fit into memory. The file consists of
 * blocks of packed n-grams, each after its length, which are read one by one. It is deleted when it
 * has been read, or when the task ends. Memory: one block of 64 kB.
 */
final class SpilledRun implements RunMerger.Run, Closeable {
  private static final int BLOCK_BYTES = 1 << 16;

  private final File file;
  private final DataInputStream in;
  private final int order;
  private final int sign;
  private RunReader block;
  private int blocksLeft;

  private SpilledRun(File file, int order, int sign, int blocks) throws IOException {
    this.file = file;
    this.order = order;
    this.sign = sign;
    this.blocksLeft = blocks;
    this.in = new DataInputStream(new BufferedInputStream(new FileInputStream(file), BLOCK_BYTES));
    this.block = new RunReader(new byte[0], order, sign);
  }

  /**
   * Merges runs into a file.
   *
   * @param merger merges the runs; used up afterwards
   * @param sign factor of every count when the file is read
   */
  static SpilledRun of(RunMerger merger, int order, int sign) throws IOException {
    File file = LocalTempFiles.file();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), BLOCK_BYTES))) {
      Writer writer = new Writer(order, out);
      merger.run(writer::add);
      writer.flush();
      out.flush();
      return TaskEnd.closes(new SpilledRun(file, order, sign, writer.blocks));
    } catch (IOException | RuntimeException e) {
      file.delete();
      throw e;
    }
  }

  /** Writes the blocks. */
  private static final class Writer {
    private final int order;
    private final DataOutputStream out;
    private RunWriter block;
    private int blocks;

    Writer(int order, DataOutputStream out) {
      this.order = order;
      this.out = out;
      this.block = new RunWriter(order);
    }

    void add(int[] key, long count) throws IOException {
      block.add(key, count);
      if (block.size() > BLOCK_BYTES) {
        flush();
      }
    }

    void flush() throws IOException {
      byte[] bytes = block.take();
      out.writeInt(bytes.length);
      out.write(bytes);
      blocks++;
      block = new RunWriter(order);
    }
  }

  @Override
  public boolean next() throws IOException {
    while (!block.next()) {
      if (blocksLeft == 0) {
        close();
        return false;
      }
      blocksLeft--;
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      block = new RunReader(bytes, order, sign);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
    file.delete();
    block =
        new RunReader(
            new byte[0], order, sign); // frees the block: a task keeps closed runs until it ends
  }

  @Override
  public int[] key() {
    return block.key();
  }

  @Override
  public long count() {
    return block.count();
  }
}
