package org.corpuslm.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A file that readers see as it was or as it becomes, never in between. */
public final class AtomicFile {
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
    Path fresh = new Path(file.getParent(), prefix + UUID.randomUUID());
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
      if (fs.getUri().getScheme().equals("file")) {
        Files.move(
            java.nio.file.Path.of(fresh.toUri().getPath()),
            java.nio.file.Path.of(file.toUri().getPath()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } else {
        FileContext.getFileContext(fs.getUri(), conf).rename(fresh, file, Options.Rename.OVERWRITE);
      }
    } catch (IOException e) {
      fs.delete(fresh, false);
      throw e;
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
