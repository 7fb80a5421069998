package org.corpuslm.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Real daemons on this machine, as {@code scripts/cluster} starts them. */
final class Daemons implements AutoCloseable {
  private static final String SCRIPT = Submit.BASE.resolve("scripts/cluster").toString();

  private final Path dir;

  private Daemons(Path dir) {
    this.dir = dir;
  }

  /** Starts daemons of these kinds: standalone, hdfs, yarn. */
  static Daemons start(Path dir, Map<String, String> environment, String... kinds) {
    Daemons daemons = new Daemons(dir);
    try {
      for (String kind : kinds) {
        Submit.run(List.of(SCRIPT, "start", kind, dir.toString()), environment).orFail();
      }
      return daemons;
    } catch (AssertionError e) {
      daemons.close();
      throw e;
    }
  }

  /** The URL of the Spark master. */
  String master() throws IOException {
    return Files.readString(dir.resolve("master")).strip();
  }

  /** The directory with the configuration of HDFS and YARN for clients. */
  Path configuration() {
    return dir.resolve("conf");
  }

  /** The process of a daemon, by its name in {@code scripts/cluster status}. */
  ProcessHandle process(String name) throws IOException {
    long pid = Long.parseLong(Files.readString(dir.resolve("pids").resolve(name)).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  @Override
  public void close() {
    Submit.run(List.of(SCRIPT, "stop", "all", dir.toString()), Map.of()).orFail();
  }
}
