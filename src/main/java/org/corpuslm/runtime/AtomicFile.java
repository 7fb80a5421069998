package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that readers see as it was or as it becomes, never in between. */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** {@link #replace(Configuration, Path, Content)} with a text. */
  public static void replace(Configuration conf, Path file, String text) throws IOException {
    replace(conf, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Replaces a file, or makes it, by one rename. On object stores it is written in place: objects
   * appear whole, and nothing appears where writing fails. There must be one writer at a time: what
   * a killed one left beside the file is removed.
   */
  public static void replace(Configuration conf, Path file, Content content) throws IOException {
    FileSystem fs = Storage.of(conf, file);
    if (!Storage.renamesAtOnce(fs)) {
      put(fs, file, content);
      return;
    }
    String prefix = "." + file.getName() + ".fresh-";
    Path fresh = Storage.child(file.getParent(), prefix + UUID.randomUUID());
    fs.mkdirs(file.getParent());
    for (FileStatus left : fs.listStatus(file.getParent())) {
      if (left.getPath().getName().startsWith(prefix)) {
        fs.delete(left.getPath(), false);
      }
    }
    try {
      try (OutputStream out = fs.create(fresh, false)) {
        content.writeTo(out);
      }
      move(conf, fs, fresh, file);
    } catch (IOException e) {
      fs.delete(fresh, false);
      throw e;
    }
  }

  /**
   * Renames a file over whatever file is at {@code to}: on HDFS and local disks in one step, so
   * that a run killed at any moment leaves the old file or the new one. Object stores replace an
   * object when its copy is complete.
   */
  static void move(Configuration conf, FileSystem fs, Path from, Path to) throws IOException {
    if (!Storage.renamesAtOnce(fs)) {
      FileUtil.copy(fs, from, fs, to, true, true, conf);
      return;
    }
    if (!fs.getUri().getScheme().equals("file")) {
      try {
        FileContext.getFileContext(fs.getUri(), conf).rename(from, to, Options.Rename.OVERWRITE);
        return;
      } catch (UnsupportedFileSystemException e) {
        LOG.debug("{} has no rename that overwrites by contract", fs.getUri());
      }
    }
    if (!fs.rename(from, to)) {
      throw new IOException("rename of %s to %s refused".formatted(from, to));
    }
  }

  private static void put(FileSystem fs, Path file, Content content) throws IOException {
    FSDataOutputStream out = fs.create(file, true);
    try {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      out.abort(); // closing would make the object appear
      throw e;
    }
    out.close();
  }
}
