package org.corpuslm.corpus;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The decompressed content of all zstd frames of a file. zstd-jni's own stream takes a file for
 * complete that ends within a frame, if it read the beginning of that frame together with the end
 * of another; here each truncation is an {@link EOFException}.
 */
final class ZstdStream extends InputStream {
  private static final int BUFFER = 1 << 17;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] chunk = new byte[BUFFER];
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer target = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private boolean inFrame;
  private boolean closed;

  ZstdStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? target.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(len, target.remaining());
    target.get(b, off, n);
    return n;
  }

  /** Makes sure that there is decompressed content; returns false at the end of the file. */
  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    while (!target.hasRemaining()) {
      boolean flushed = target.limit() < target.capacity(); // nothing waits in the context
      if (!source.hasRemaining() && (flushed || !inFrame)) {
        int n = in.read(chunk);
        if (n < 0) {
          if (inFrame) {
            throw new EOFException("Unexpected end of stream");
          }
          return false;
        }
        source.clear().put(chunk, 0, n).flip();
        if (n == 0) {
          continue;
        }
      }
      target.clear();
      try {
        inFrame = !context.decompressDirectByteBufferStream(target, source);
      } catch (ZstdException e) {
        throw new IOException(e.getMessage(), e);
      }
      target.flip();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      context.close();
      in.close();
    }
  }
}
