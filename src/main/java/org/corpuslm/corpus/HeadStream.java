package org.corpuslm.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose first bytes can be inspected before they are read. If reading ahead fails, the
 * exception is thrown once the bytes before the failure have been read.
 */
final class HeadStream extends FilterInputStream {
  private final byte[] head;
  private int length;
  private int pos;
  private IOException fault;

  /**
   * Reads ahead.
   *
   * @param bytes number of bytes to read ahead; a shorter stream is read to its end
   */
  HeadStream(InputStream in, int bytes) {
    super(in);
    this.head = new byte[bytes];
    try {
      for (int n = 0; n >= 0 && length < bytes; n = in.read(head, length, bytes - length)) {
        length += n;
      }
    } catch (IOException | RuntimeException e) { // codecs throw any of them at damaged data
      fault = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  /** Returns the buffer of the first bytes; {@link #length} of them are valid. */
  byte[] head() {
    return head;
  }

  int length() {
    return length;
  }

  /** Returns whether reading ahead succeeded. */
  boolean isWhole() {
    return fault == null;
  }

  @Override
  public int read() throws IOException {
    if (pos < length) {
      return head[pos++] & 0xff;
    }
    if (fault != null) {
      throw fault;
    }
    return in.read();
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (pos == length) {
      if (fault != null) {
        throw fault;
      }
      return in.read(b, off, len);
    }
    int n = Math.min(len, length - pos);
    System.arraycopy(head, pos, b, off, n);
    pos += n;
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    if (pos == length) {
      return fault == null ? in.skip(n) : 0;
    }
    int skipped = (int) Math.min(n, length - pos);
    pos += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
