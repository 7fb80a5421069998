package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Publishes directories on object stores, which rename a directory file by file. The manifest, one
 * object that appears whole, comes last, and readers refuse a directory without one. While an
 * output is being replaced, there is none: the old one is removed first.
 */
final class ObjectStorePublisher {
  /** Marks a directory that is being published, or whose run was killed while publishing. */
  private static final String UNFINISHED = "_unfinished";

  private ObjectStorePublisher() {}

  /**
   * Moves files into a directory and completes it; removes the directory if that fails.
   *
   * @param files current path of each file, by its path in the directory
   */
  static void publish(FileSystem fs, Path target, Map<String, Path> files, byte[] manifest)
      throws IOException {
    try {
      write(fs, new Path(target, UNFINISHED), new byte[0]);
      fs.delete(new Path(target, Manifest.FILE), false); // first, so that nobody reads it any more
      for (FileStatus old : fs.listStatus(target)) {
        if (!old.getPath().getName().equals(UNFINISHED)) {
          fs.delete(old.getPath(), true);
        }
      }
      files.entrySet().parallelStream()
          .forEach(file -> move(fs, file.getValue(), new Path(target, file.getKey())));
      write(fs, new Path(target, Manifest.FILE), manifest);
    } catch (IOException | UncheckedIOException e) {
      fs.delete(target, true);
      throw new IOException(e.getMessage(), e);
    }
    fs.delete(new Path(target, UNFINISHED), false);
  }

  private static void move(FileSystem fs, Path from, Path to) {
    try {
      fs.mkdirs(to.getParent());
      if (!fs.rename(from, to)) {
        throw new IOException("rename of %s refused".formatted(from));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileSystem fs, Path file, byte[] content) throws IOException {
    try (OutputStream out = fs.create(file, true)) {
      out.write(content);
    }
  }

  /** Returns whether a run began to publish this directory and did not finish. */
  static boolean isUnfinished(FileSystem fs, Path target) throws IOException {
    return fs.exists(new Path(target, UNFINISHED)) && !fs.exists(new Path(target, Manifest.FILE));
  }
}
