package org.corpuslm.runtime;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The file system of {@code file:} paths. Unlike Hadoop's own, it starts no child process (Hadoop
 * runs {@code chmod} for every file and directory) and writes no {@code .crc} files, because
 * manifests hold SHA-256 checksums. Renaming and exclusive creation are atomic ({@link
 * RawLocalDisk}).
 */
public final class LocalDisk extends LocalFileSystem {
  static final String SETTING = "fs.file.impl";

  private static final URI ROOT = URI.create("file:///");

  /** Creates the file system; Hadoop initializes it. */
  public LocalDisk() {
    super(new RawLocalDisk());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  /** Holds the instance that all of corpuslm's own reads and writes share. */
  private static final class Instance {
    static final LocalDisk SHARED = make();

    private static LocalDisk make() {
      try {
        LocalDisk disk = new LocalDisk();
        disk.initialize(ROOT, new Configuration());
        return disk;
      } catch (IOException e) {
        throw new IllegalStateException("the local file system cannot be used", e);
      }
    }
  }

  /** Returns the shared instance if it serves this path, and null if another file system does. */
  static FileSystem serving(Configuration conf, Path path) {
    String scheme = path.toUri().getScheme();
    if (scheme == null) {
      scheme = FileSystem.getDefaultUri(conf).getScheme();
    }
    if (!ROOT.getScheme().equals(scheme)) {
      return null;
    }
    String configured = conf.get(SETTING, LocalDisk.class.getName());
    return configured.equals(LocalDisk.class.getName()) ? Instance.SHARED : null;
  }

  /**
   * Makes Hadoop, Parquet and Spark use this class for {@code file:} paths that they open with
   * {@code conf}, unless the user configured another implementation.
   */
  static void install(Configuration conf) {
    if (conf.get(SETTING) != null) {
      return;
    }
    try {
      // Hadoop caches one instance per scheme, and spark-submit has already opened its own.
      FileSystem cached = FileSystem.get(ROOT, conf);
      if (cached.getClass() == LocalFileSystem.class) {
        cached.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the local file system cannot be used", e);
    }
    conf.setClass(SETTING, LocalDisk.class, FileSystem.class);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return fs.open(file, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return fs.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
    return fs.mkdirs(directory);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return fs.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return fs.delete(path, recursive);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return fs.listStatus(path);
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    fs.setPermission(path, permission);
  }
}
