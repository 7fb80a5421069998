package org.corpuslm.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** {@code mem:/…}: files of this JVM's memory, so that a case takes microseconds. */
public final class MemoryFileSystem extends FileSystem {
  private static final URI ROOT = URI.create("mem:///");
  private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();

  /** A configuration that knows it. */
  public static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.setClass("fs.mem.impl", MemoryFileSystem.class, FileSystem.class);
    return conf;
  }

  /** Puts a file there; its full path. */
  public static String put(String path, byte[] content) {
    FILES.put(path, content);
    return "mem:" + path;
  }

  /** Removes all files below a directory. */
  public static void clear(String directory) {
    FILES.keySet().removeIf(p -> p.startsWith(directory + "/"));
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  private static String key(Path path) {
    return path.toUri().getPath();
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    byte[] content = FILES.get(key(path));
    if (content == null) {
      throw new FileNotFoundException(path + " is not there");
    }
    return new FSDataInputStream(new Bytes(content));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    String key = key(path);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            FILES.put(key, toByteArray());
          }
        };
    return new FSDataOutputStream(bytes, null);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    String key = key(path);
    byte[] content = FILES.get(key);
    if (content != null) {
      return status(path, content.length, false);
    }
    String prefix = key.endsWith("/") ? key : key + "/";
    if (FILES.keySet().stream().anyMatch(p -> p.startsWith(prefix))) {
      return status(path, 0, true);
    }
    throw new FileNotFoundException(path + " is not there");
  }

  private FileStatus status(Path path, long length, boolean directory) {
    return new FileStatus(length, directory, 1, 1 << 20, 0, makeQualified(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    getFileStatus(path);
    String prefix = key(path) + "/";
    Stream<String> names =
        FILES.keySet().stream()
            .filter(p -> p.startsWith(prefix))
            .map(p -> p.substring(prefix.length()).split("/", 2)[0])
            .distinct()
            .sorted();
    java.util.List<FileStatus> found = new java.util.ArrayList<>();
    for (String name : names.toList()) {
      found.add(getFileStatus(new Path(path, name)));
    }
    return found.toArray(new FileStatus[0]);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    clear(key(path));
    return FILES.remove(key(path)) != null;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    byte[] content = FILES.remove(key(from));
    if (content == null) {
      throw new FileNotFoundException(from + " is no file here");
    }
    FILES.put(key(to), content);
    return true;
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("no appending in memory");
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(ROOT);
  }

  /** A file as a stream with a position. */
  private static final class Bytes extends FSInputStream {
    private final byte[] content;
    private int at;

    Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public int read() {
      return at < content.length ? content[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] b, int off, int len) {
      int n = Math.min(len, content.length - at);
      if (n <= 0) {
        return len == 0 ? 0 : -1;
      }
      System.arraycopy(content, at, b, off, n);
      at += n;
      return n;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position < 0 || position > content.length) {
        throw new EOFException("no such position: " + position);
      }
      at = (int) position;
    }

    @Override
    public long getPos() {
      return at;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
