package org.corpuslm.runtime;

/**
 * Reads the content of a {@link ByteSink} from its beginning. Not thread-safe. All methods throw
 * {@link IndexOutOfBoundsException} at the end of the bytes.
 */
public final class ByteSource {
  private final byte[] bytes;
  private int position;

  /** Reads an array, which is not copied. */
  public ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns whether there are more bytes. */
  public boolean hasMore() {
    return position < bytes.length;
  }

  /** Reads one byte as a number from 0 to 255. */
  public int unsigned() {
    return bytes[position++] & 0xff;
  }

  /** Reads a number that {@link ByteSink#varint} wrote. */
  public int varint() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[position++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Reads a number that {@link ByteSink#varlong} wrote. */
  public long varlong() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** Reads a number that {@link ByteSink#float64} wrote. */
  public double float64() {
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits |= (bytes[position++] & 0xffL) << (8 * i);
    }
    return Double.longBitsToDouble(bits);
  }

  /** Returns a copy of the next {@code length} bytes. */
  public byte[] bytes(int length) {
    byte[] copy = java.util.Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return copy;
  }
}
