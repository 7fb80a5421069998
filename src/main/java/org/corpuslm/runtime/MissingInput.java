package org.corpuslm.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Describes inputs that do not exist, for messages: with their file system, and with the path that
 * was probably meant.
 */
public final class MissingInput {
  private MissingInput() {}

  /** Returns the name of an input: as written if it is on a local disk, else the whole URI. */
  public static String name(Configuration conf, String written) {
    Path qualified = Storage.qualified(conf, written);
    return isLocal(qualified) ? written : qualified.toString();
  }

  /** Returns the advice for an input that does not exist. */
  public static String fix(Configuration conf, String written) {
    if (!isLocal(Storage.qualified(conf, written))
        && Storage.path(written).toUri().getScheme() == null) {
      try {
        java.nio.file.Path here = java.nio.file.Path.of(written).toAbsolutePath().normalize();
        if (Files.exists(here)) {
          return "there is one on this machine's disk: for that, write file://" + here;
        }
      } catch (InvalidPathException e) {
        return "check the path"; // names nothing on a local disk
      }
    }
    return "check the path";
  }

  private static boolean isLocal(Path qualified) {
    return "file".equals(qualified.toUri().getScheme());
  }
}
