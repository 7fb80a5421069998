package org.corpuslm.runtime;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hidden directories that a run makes beside its output and that remain if the run is killed:
 * the staging directory, and an old output that is being replaced.
 */
final class StaleOutputs {
  /** Logs under the name of a class that users know. */
  private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

  private StaleOutputs() {}

  /** Returns the path of a new staging directory. */
  static Path staging(Path target) {
    return Storage.child(target.getParent(), stagingPrefix(target) + UUID.randomUUID());
  }

  /** Returns a new path for an output that is moved aside. */
  static Path old(Path target) {
    return Storage.child(target.getParent(), oldPrefix(target) + UUID.randomUUID());
  }

  private static String stagingPrefix(Path target) {
    return "." + target.getName() + ".staging-";
  }

  private static String oldPrefix(Path target) {
    return "." + target.getName() + ".old-";
  }

  /**
   * Removes all such directories. The caller holds the lock, so they belong to a run that was
   * killed. If that run was killed between its two renames, the old output is put back.
   */
  static void remove(FileSystem fs, Path target) throws IOException {
    if (ObjectStorePublisher.isUnfinished(fs, target)) {
      LOG.warn("removing {}, not finished by a run that was killed", target);
      fs.delete(target, true);
    }
    for (FileStatus s : fs.listStatus(target.getParent())) {
      Path left = s.getPath();
      boolean old = left.getName().startsWith(oldPrefix(target));
      if (old && !fs.exists(target)) {
        LOG.warn("putting back {}, moved aside by a run that was killed", target);
        fs.rename(left, target);
      } else if (old || left.getName().startsWith(stagingPrefix(target))) {
        LOG.warn("removing {}, left by a run that was killed", left);
        fs.delete(left, true);
      }
    }
  }
}
