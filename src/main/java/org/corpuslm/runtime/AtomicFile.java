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

/** Replaces files so that readers see either the old content or the new content. */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  private AtomicFile() {}

  /** Writes the content of a file. */
  public interface Content {
    /** Writes the content. The stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces a file by a text; see {@link #replace(Configuration, Path, Content)}. */
  public static void replace(Configuration conf, Path file, String text) throws IOException {
    replace(conf, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Creates or replaces a file by one rename. On object stores the file is written in place,
   * because an object appears only when it is complete. There must be one writer at a time:
   * temporary files of a killed writer are removed.
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
   * Renames a file over any file at {@code to}. On HDFS and local disks this is one step, so a run
   * killed at any moment leaves the old file or the new one. Object stores replace the object when
   * its copy is complete.
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
