package org.corpuslm.neural.training;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.corpus.Corpus;
import org.corpuslm.runtime.LocalTempFiles;

/**
 * The text of one worker in a file on the local disk of its executor, 4 bytes per word; nothing of
 * it stays on the heap. {@link TrainingCache} owns it; closing it deletes the file.
 */
final class LocalText implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final File file;

  private LocalText(File file) {
    this.file = file;
  }

  /**
   * Copies the words from..to of a corpus, preceded by the word before them.
   *
   * @throws IOException if the corpus cannot be read or the disk is full; the file is deleted
   */
  static LocalText copy(Configuration conf, Corpus corpus, long from, long to) throws IOException {
    File file = LocalTempFiles.file();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), BUFFER))) {
      TrainingText.copy(conf, corpus, from, to, out::writeInt);
    } catch (IOException | RuntimeException e) {
      file.delete();
      throw e;
    }
    return new LocalText(file);
  }

  /** Opens the text for one task, which closes the reader. */
  Reader open() throws IOException {
    return new Reader(FileChannel.open(file.toPath(), StandardOpenOption.READ));
  }

  @Override
  public void close() {
    file.delete();
  }

  /** A reader of the file. One thread. */
  static final class Reader implements BatchPlan.Words, Closeable {
    private final FileChannel channel;
    private final long size;
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 10);

    private Reader(FileChannel channel) throws IOException {
      this.channel = channel;
      this.size = channel.size() / Integer.BYTES;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(long from, int n, int[] words) throws IOException {
      int length = n * Integer.BYTES;
      if (bytes.capacity() < length) {
        bytes = ByteBuffer.allocate(length);
      }
      bytes.clear().limit(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from * Integer.BYTES + bytes.position()) < 0) {
          throw new EOFException("the local copy of the training text ends early");
        }
      }
      bytes.flip().asIntBuffer().get(words, 0, n);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
