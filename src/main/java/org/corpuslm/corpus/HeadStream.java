package org.corpuslm.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose first bytes can be looked at before they are read. A fault on the way through them
 * comes when the bytes before it have been read.
 */
final class HeadStream extends FilterInputStream {
  private final byte[] head;
  private int length;
  private int pos;
  private IOException fault;

  /**
   * Reads the first bytes.
   *
   * @param bytes so many of them, or all of a shorter stream
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

  /** The first bytes; {@link #length} of them count. */
  byte[] head() {
    return head;
  }

  int length() {
    return length;
  }

  /** Whether all of the first bytes could be read. */
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
