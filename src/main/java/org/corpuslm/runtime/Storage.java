package org.corpuslm.runtime;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens files on any Hadoop file system, and handles the paths that users write. */
public final class Storage {
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3n", "s3", "gs", "abfs", "abfss", "wasb", "wasbs", "oss", "cosn", "obs");

  private Storage() {}

  /**
   * Returns the file system of a path; for local paths {@link LocalDisk}.
   *
   * @throws BadInputException if the path contains a password
   */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    checkPassword(path);
    FileSystem local = LocalDisk.serving(conf, path);
    return local != null ? local : path.getFileSystem(conf);
  }

  /** Opens a file for reading. */
  public static FSDataInputStream open(Configuration conf, Path path) throws IOException {
    return of(conf, path).open(path);
  }

  /**
   * Returns the path that a user wrote. A colon that follows no scheme, as in {@code
   * 2024-01-01T10:00.txt}, belongs to the name.
   *
   * @throws IllegalArgumentException if the text is not a path
   */
  public static Path path(String written) {
    if (written.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name holds no NUL; write it without");
    }
    try {
      return new Path(written);
    } catch (IllegalArgumentException e) {
      if (written.indexOf(':') > 0) {
        return new Path("./" + written);
      }
      throw e;
    }
  }

  /** Returns the path of a name in a directory. The name may contain colons. */
  public static Path child(Path directory, String name) {
    return new Path(directory, new Path(null, null, name));
  }

  /**
   * Returns whether a relative path has no {@code ..}, empty or absolute parts, so that it stays
   * below its directory.
   */
  public static boolean isInside(String path) {
    return path.indexOf('\\') < 0
        && Arrays.stream(path.split("/", -1))
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }

  /**
   * Refuses paths with a password, because paths are logged and recorded in manifests and reports.
   */
  private static void checkPassword(Path path) {
    String authority = path.toUri().getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    if (at >= 0 && authority.lastIndexOf(':', at) >= 0) {
      throw new BadInputException(
          "%s holds a password; passwords and keys belong into a properties file that only you can"
                  .formatted(Sanitizer.withoutPasswords(path.toString()))
              + " read, as spark.hadoop.fs.… (see SECURITY.md)");
    }
  }

  /**
   * Returns whether the file system renames a directory in one step; object stores copy file by
   * file.
   */
  static boolean renamesAtOnce(FileSystem fs) {
    return !OBJECT_STORES.contains(fs.getUri().getScheme());
  }

  /**
   * Returns the absolute path with its scheme.
   *
   * @throws BadInputException if the path cannot be used
   */
  public static Path qualified(Configuration conf, String path) {
    try {
      Path p = path(path);
      return of(conf, p).makeQualified(p);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException("%s is no usable path: %s".formatted(path, e.getMessage()), e);
    }
  }
}
