package org.corpuslm.runtime;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Any Hadoop file system, ready to use. */
public final class Storage {
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3n", "s3", "gs", "abfs", "abfss", "wasb", "wasbs", "oss", "cosn", "obs");

  private Storage() {}

  /** The file system of a path. On local disks no {@code .crc} files: manifests have SHA-256. */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    if (fs instanceof LocalFileSystem) {
      fs.setWriteChecksum(false);
      fs.setVerifyChecksum(false);
    }
    return fs;
  }

  /** Whether a directory there is renamed in one step; object stores copy file by file. */
  static boolean renamesAtOnce(FileSystem fs) {
    return !OBJECT_STORES.contains(fs.getUri().getScheme());
  }

  /** A path with its scheme, absolute. */
  public static Path qualified(Configuration conf, String path) {
    try {
      Path p = new Path(path);
      return of(conf, p).makeQualified(p);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("%s is no usable path: %s".formatted(path, e.getMessage()), e);
    }
  }
}
