package org.corpuslm.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;

/**
 * The decompressed content of a file, with all members of a multi-member file. The name's ending
 * decides the format. Hadoop's codecs decompress, except for zstd, where Hadoop needs native code
 * of its own, and for bzip2, where it silently ignores damaged blocks, truncation and files of
 * another format; here each is an {@link IOException}.
 */
final class DecompressedStream extends FilterInputStream {
  private final Decompressor decompressor;

  private DecompressedStream(InputStream in, Decompressor decompressor) {
    super(in);
    this.decompressor = decompressor;
  }

  static InputStream of(Configuration conf, Path path, InputStream raw) throws IOException {
    if (isZstd(path)) {
      return new ZstdStream(raw);
    }
    CompressionCodec codec = codec(new CompressionCodecFactory(conf), path);
    InputStream buffered = new BufferedInputStream(raw, 1 << 16);
    if (codec instanceof BZip2Codec) {
      return new BZip2CompressorInputStream(buffered, true);
    }
    if (codec instanceof GzipCodec) {
      checkGzip(buffered);
    }
    Decompressor decompressor = CodecPool.getDecompressor(codec);
    return new DecompressedStream(codec.createInputStream(buffered, decompressor), decompressor);
  }

  /** Returns the codec for the ending of a name, in any case; null for uncompressed files. */
  static CompressionCodec codec(CompressionCodecFactory codecs, Path path) {
    return codecs.getCodec(new Path("/" + path.getName().toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns whether corpuslm reads a format with Hadoop's codec or in its place: gzip, bzip2 and
   * deflate. Other codecs need native libraries, or allocate a length that the data names without
   * checking it.
   */
  static boolean canRead(CompressionCodec codec) {
    return codec instanceof DefaultCodec || codec instanceof BZip2Codec; // gzip is a DefaultCodec
  }

  /** Returns whether a name says that a file is compressed with zstd. */
  static boolean isZstd(Path path) {
    return path.getName().toLowerCase(Locale.ROOT).endsWith(".zst");
  }

  /** Returns whether an exception means that the end of the file is missing. */
  static boolean isTruncation(Exception e) {
    return e instanceof EOFException || "Unexpected end of stream".equals(e.getMessage());
  }

  private static void checkGzip(InputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    if ((first >= 0 && first != 0x1f) || (second >= 0 && second != 0x8b)) {
      throw new IOException("not a gzip file");
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    CodecPool.returnDecompressor(decompressor);
  }
}
