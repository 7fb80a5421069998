package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing byte array with variable-length numbers (7 bits a byte, low bits first). */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  public void put(int b) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) b;
  }

  public void put(byte[] source, int off, int len) {
    if (bytes.length - size < len) {
      grow(len);
    }
    System.arraycopy(source, off, bytes, size, len);
    size += len;
  }

  /** The content of another one. */
  public void put(ByteSink other) {
    put(other.bytes, 0, other.size);
  }

  public void clear() {
    size = 0;
  }

  /** A number of at least 0. */
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

  /** A number of at least 0. */
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

  public void float64(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) {
      put((int) (bits >>> (8 * i)));
    }
  }

  public int size() {
    return size;
  }

  /** The content so far; the sink is empty afterwards. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  /** Writes the content so far; the sink is empty afterwards. */
  public void drainTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }
}
