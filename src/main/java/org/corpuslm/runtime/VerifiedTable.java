package org.corpuslm.runtime;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Reads a Parquet file once and verifies it on the way: every row group is compared with its
 * checksum before it is returned. A small file is read and verified as a whole. A large one states
 * in its footer the SHA-256 of the file up to the end of each row group ({@link #PREFIXES}), which
 * are compared one by one; the checksum of the manifest is compared at the end of the file.
 */
final class VerifiedTable implements Closeable {
  /** Key of the footer: SHA-256 of the file up to the end of each row group, comma-separated. */
  static final String PREFIXES = "corpuslm.sha256";

  /** Files up to this size, in bytes, are held in memory. */
  private static final long SMALL = 1 << 20;

  private final String path;
  private final PublishedFile expected;
  private final FSDataInputStream in; // null if the file is in memory
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final ParquetFileReader reader;
  private String[] prefixes = {};
  private int groups;
  private boolean inData;
  private long hashed;

  /**
   * Opens a file.
   *
   * @throws BadInputException if it is missing, altered, or not a Parquet file
   */
  VerifiedTable(Configuration conf, String path, PublishedFile expected) {
    this.path = path;
    this.expected = expected;
    Checksums.checkLinks(path, expected);
    FSDataInputStream stream = null;
    try {
      Path file = new Path(path);
      FileSystem fs = Storage.of(conf, file);
      Checksums.checkSize(path, fs.getFileStatus(file).getLen(), expected);
      stream = fs.open(file);
      if (expected.bytes() <= SMALL) {
        byte[] content = new byte[(int) expected.bytes()];
        IOUtils.readFully(stream, content);
        stream.close();
        stream = null;
        digest.update(content);
        checkEnd();
        in = null;
        reader = open(new Memory(content));
      } else {
        in = stream;
        reader = open(new Hashing(new Source()));
        prefixes =
            reader.getFileMetaData().getKeyValueMetaData().getOrDefault(PREFIXES, "").split(",");
        if (prefixes.length != reader.getRowGroups().size()) {
          throw Checksums.altered(path);
        }
      }
      inData = true;
    } catch (FileNotFoundException e) {
      throw Checksums.missing(path, e);
    } catch (BadInputException e) {
      IOUtils.closeQuietly(stream);
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) { // it trusts lengths in the file
      IOUtils.closeQuietly(stream);
      throw BadInputException.unreadable(path, e);
    }
  }

  private ParquetFileReader open(SeekableInputStream stream) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder().withCodecFactory(Uncompressed.INSTANCE).build();
    InputFile file =
        new InputFile() {
          @Override
          public long getLength() {
            return expected.bytes();
          }

          @Override
          public SeekableInputStream newStream() {
            return stream;
          }
        };
    return ParquetFileReader.open(file, options);
  }

  ParquetMetadata footer() {
    return reader.getFooter();
  }

  /** Reads and verifies the next row group; null at the end of the file. */
  PageReadStore nextGroup() throws IOException {
    PageReadStore group = reader.readNextRowGroup();
    if (in == null) {
      return group;
    }
    if (group == null) {
      hashTo(expected.bytes());
      checkEnd();
    } else {
      List<ColumnChunkMetaData> columns = reader.getRowGroups().get(groups).getColumns();
      long end =
          columns.stream().mapToLong(c -> c.getStartingPos() + c.getTotalSize()).max().orElse(0);
      hashTo(end);
      if (hashed != end || !Checksums.soFar(digest).equals(prefixes[groups++])) {
        throw Checksums.altered(path);
      }
    }
    return group;
  }

  private void checkEnd() {
    if (!Checksums.soFar(digest).equals(expected.sha256())) {
      throw Checksums.altered(path);
    }
  }

  /** Hashes the bytes up to {@code end} that were not read as data. */
  private void hashTo(long end) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (hashed < end) {
      in.seek(hashed);
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, end - hashed));
      if (n < 0) {
        throw new EOFException("ends at byte " + hashed);
      }
      digest.update(buffer, 0, n);
      hashed += n;
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Reads the bytes of a large file and hashes its data on the way. */
  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int off, int len) throws IOException {
      long at = in.getPos();
      if (inData && at > hashed) {
        hashTo(at);
        in.seek(at);
      }
      int n = in.read(bytes, off, len);
      if (inData && n > 0 && at == hashed) {
        digest.update(bytes, off, n);
        hashed += n;
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private final class Hashing extends DelegatingSeekableInputStream {
    Hashing(InputStream source) {
      super(source);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }
  }

  /** A file in memory. */
  private static final class Memory extends DelegatingSeekableInputStream {
    private final Bytes bytes;

    Memory(byte[] content) {
      this(new Bytes(content));
    }

    private Memory(Bytes bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return bytes.position();
    }

    @Override
    public void seek(long position) throws IOException {
      bytes.seek(position);
    }
  }

  private static final class Bytes extends ByteArrayInputStream {
    Bytes(byte[] content) {
      super(content);
    }

    int position() {
      return pos;
    }

    void seek(long position) throws IOException {
      if (position < 0 || position > count) {
        throw new EOFException("position %d of %d bytes".formatted(position, count));
      }
      pos = (int) position;
    }

    /** Frees the content, because a task holds its closed resources until it ends. */
    @Override
    public void close() {
      buf = new byte[0];
      pos = 0;
      count = 0;
    }
  }

  /** A codec for uncompressed pages; compressed files are refused before their pages are read. */
  private static final class Uncompressed
      implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
    static final Uncompressed INSTANCE = new Uncompressed();

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("this only reads");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      return this;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int size) {
      return bytes;
    }

    @Override
    public void decompress(ByteBuffer in, int compressed, ByteBuffer out, int size) {
      out.put(in);
    }

    @Override
    public void release() {}
  }
}
