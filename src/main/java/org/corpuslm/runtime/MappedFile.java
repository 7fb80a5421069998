package org.corpuslm.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A file of any size, mapped into memory. Numbers are little-endian and need not be aligned. The
 * operating system reads pages when they are first used, and all processes share them. Reading is
 * thread-safe.
 */
public final class MappedFile {
  private static final int SHIFT = 30;
  private static final long PART = 1L << SHIFT;
  private static final int OVERLAP = Long.BYTES; // so that a number never crosses two parts

  private final ByteBuffer[] parts;
  private final long size;

  private MappedFile(FileChannel channel, MapMode mode, long size) throws IOException {
    this.size = size;
    this.parts = new ByteBuffer[Math.toIntExact((size + PART - 1) >>> SHIFT)];
    for (int p = 0; p < parts.length; p++) {
      long from = (long) p << SHIFT;
      parts[p] =
          channel
              .map(mode, from, Math.min(size - from, PART + OVERLAP))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Maps a file for reading. */
  public static MappedFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(channel, MapMode.READ_ONLY, channel.size());
    }
  }

  /**
   * Maps a file of any file system for reading. One that is not on the local disk is copied there
   * first.
   */
  public static MappedFile open(Configuration conf, org.apache.hadoop.fs.Path file)
      throws IOException {
    FileSystem fs = Storage.of(conf, file);
    if (fs.getUri().getScheme().equals("file")) {
      return open(Path.of(file.toUri().getPath()));
    }
    Path copy = LocalTempFiles.file().toPath();
    try (InputStream in = fs.open(file);
        OutputStream out = Files.newOutputStream(copy)) {
      IOUtils.copyLarge(in, out, new byte[1 << 20]);
    }
    try {
      return open(copy);
    } finally {
      Files.delete(copy); // its content remains for as long as it is mapped
    }
  }

  /**
   * Makes a file of zeros, or an existing file one, and maps it for writing.
   *
   * @param size its new size in bytes
   */
  public static MappedFile create(Path file, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      return new MappedFile(channel, MapMode.READ_WRITE, size);
    }
  }

  /** Returns the size in bytes. */
  public long size() {
    return size;
  }

  private ByteBuffer part(long at) {
    return parts[(int) (at >>> SHIFT)];
  }

  private static int offset(long at) {
    return (int) (at & PART - 1);
  }

  /** Returns the byte at an offset, as a number from 0 to 255. */
  public int unsignedByte(long at) {
    return part(at).get(offset(at)) & 0xff;
  }

  /** Returns the integer at an offset. */
  public int int32(long at) {
    return part(at).getInt(offset(at));
  }

  /** Returns the long integer at an offset. */
  public long int64(long at) {
    return part(at).getLong(offset(at));
  }

  /** Returns the single-precision number at an offset. */
  public float float32(long at) {
    return Float.intBitsToFloat(int32(at));
  }

  /** Returns a copy of some bytes. */
  public byte[] bytes(long at, int length) {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      ByteBuffer part = part(at + done);
      int n = Math.min(length - done, part.capacity() - offset(at + done));
      part.get(offset(at + done), bytes, done, n);
      done += n;
    }
    return bytes;
  }

  /** Writes an integer. */
  public void putInt32(long at, int value) {
    part(at).putInt(offset(at), value);
  }

  /** Writes a long integer. */
  public void putInt64(long at, long value) {
    part(at).putLong(offset(at), value);
  }

  /** Writes a single-precision number. */
  public void putFloat32(long at, float value) {
    putInt32(at, Float.floatToRawIntBits(value));
  }

  /** Copies the whole content. */
  public void copyTo(OutputStream out) throws IOException {
    int chunk = 1 << 20;
    for (long at = 0; at < size; at += chunk) {
      out.write(bytes(at, (int) Math.min(chunk, size - at)));
    }
  }
}
