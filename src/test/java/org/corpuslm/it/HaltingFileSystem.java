package org.corpuslm.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files, until an operation that {@code corpuslm.test.halt} describes: in its {@code
 * corpuslm.test.halt.count}-th time the JVM ends at once, as by SIGKILL. An operation is its name,
 * a space and the path: create, delete, rename (to that path) before they are done, created and
 * renamed after.
 */
public final class HaltingFileSystem extends RawLocalFileSystem {
  static final String AT = "corpuslm.test.halt";
  static final String COUNT = "corpuslm.test.halt.count";
  static final int EXIT_CODE = 137;

  private static final AtomicInteger MET = new AtomicInteger();

  private Pattern at;
  private int count;

  /** An environment in which corpuslm ends at an operation. */
  static Map<String, String> environment(java.nio.file.Path dir, String operation, int count)
      throws IOException {
    java.nio.file.Path conf = Files.createTempDirectory(dir, "halt");
    java.nio.file.Path classes = Submit.BASE.resolve("target/test-classes");
    try (Stream<java.nio.file.Path> files = Files.list(classes.resolve("org/corpuslm/it"))) {
      for (java.nio.file.Path file : (Iterable<java.nio.file.Path>) files::iterator) {
        if (file.getFileName().toString().startsWith("HaltingFileSystem")) {
          java.nio.file.Path copy = conf.resolve(classes.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    Files.writeString(
        conf.resolve("core-site.xml"),
        "<configuration>"
            + property("fs.file.impl", HaltingFileSystem.class.getName())
            + property(AT, operation)
            + property(COUNT, String.valueOf(count))
            + "</configuration>");
    return Map.of("HADOOP_CONF_DIR", conf.toString());
  }

  private static String property(String name, String value) {
    return "<property><name>%s</name><value>%s</value></property>".formatted(name, value);
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
    at = Pattern.compile(conf.get(AT));
    count = conf.getInt(COUNT, 1);
  }

  /** Would start a child process, and local runs start none. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  private void haltIf(String operation, Path path) {
    if (at.matcher(operation + " " + path.toUri().getPath()).matches()
        && MET.incrementAndGet() == count) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    haltIf("rename", to);
    boolean renamed = super.rename(from, to);
    haltIf("renamed", to);
    return renamed;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    haltIf("delete", path);
    return super.delete(path, recursive);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    haltIf("create", path);
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    haltIf("created", path);
    return out;
  }
}
