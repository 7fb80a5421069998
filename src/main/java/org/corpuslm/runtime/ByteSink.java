package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing byte array that numbers and bytes are appended to; {@link ByteSource} reads them back.
 * Variable-length numbers take one byte per 7 bits, the low bits first. Not thread-safe.
 */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  /**
   * Makes an empty sink.
   *
   * @param capacity bytes to reserve; the sink grows as needed
   */
  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  /** Appends the low 8 bits of a number. */
  public void put(int b) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) b;
  }

  /** Appends the bytes {@code source[off … off+len−1]}. */
  public void put(byte[] source, int off, int len) {
    if (bytes.length - size < len) {
      grow(len);
    }
    System.arraycopy(source, off, bytes, size, len);
    size += len;
  }

  /** Appends the content of another sink, which keeps it. */
  public void put(ByteSink other) {
    put(other.bytes, 0, other.size);
  }

  /** Removes the content and keeps the memory. */
  public void clear() {
    size = 0;
  }

  /**
   * Appends an int in 1 to 5 bytes.
   *
   * @param value at least 0
   */
  public void varint(int value) {
    if (bytes.length - size < 5) {
      grow(5);
    }
    int v = value;
    while (v >>> 7 != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  /**
   * Appends a long in 1 to 9 bytes.
   *
   * @param value at least 0
   */
  public void varlong(long value) {
    if (bytes.length - size < 10) {
      grow(10);
    }
    long v = value;
    while (v >>> 7 != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  /** Appends a double in 8 bytes, little-endian. */
  public void float64(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) {
      put((int) (bits >>> (8 * i)));
    }
  }

  /** Returns the size of the content, in bytes. */
  public int size() {
    return size;
  }

  /** Returns a copy of the content and empties the sink. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  /** Writes the content to a stream and empties the sink. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }
}
