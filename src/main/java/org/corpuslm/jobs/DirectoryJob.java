package org.corpuslm.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.InputGuard;
import org.corpuslm.runtime.Json;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;
import org.corpuslm.runtime.Version;

/** A job whose outcome is one published directory. */
public interface DirectoryJob {

  /** Kind of the directory. */
  String kind();

  /** The resolved configuration, as the manifest holds it. */
  Object config();

  /** The output directory. */
  String output();

  /** What it would be made from now. */
  List<Manifest.Input> inputs(Configuration conf);

  /**
   * Returns the paths that the job reads, none of which its output may touch: those of its inputs,
   * and whatever the user named to find them.
   */
  default List<String> reads(Configuration conf) {
    return inputs(conf).stream().map(Manifest.Input::path).toList();
  }

  /** Checks that the output harms no input, and reserves it. */
  default OutputDirectory reserve(Configuration conf, boolean overwrite) {
    InputGuard.check(conf, output(), reads(conf));
    return OutputDirectory.create(conf, output(), overwrite);
  }

  /** Does the work and publishes. */
  Published run(Cluster cluster, OutputDirectory target);

  /** Checks and reserves the output, then runs. */
  default Published run(Cluster cluster, boolean overwrite) {
    try (OutputDirectory target = reserve(cluster.hadoop(), overwrite)) {
      return run(cluster, target);
    } finally {
      cluster.destroyBroadcasts();
    }
  }

  /**
   * What the output already holds, if it was made by this version from the same inputs with the
   * same configuration; null if there is work to do.
   */
  default Published unchanged(Configuration conf) {
    try {
      Published published = Published.open(conf, output(), kind());
      Manifest manifest = published.manifest();
      Set<Manifest.Input> now = new HashSet<>(inputs(conf));
      boolean same =
          manifest.version().equals(Version.current())
              && manifest.configuration().equals(roundTrip(config()))
              && new HashSet<>(manifest.inputs()).containsAll(now)
              && manifest.inputs().stream().allMatch(i -> now.contains(i) || isSame(conf, i));
      return same ? published : null;
    } catch (BadInputException e) {
      return null;
    }
  }

  /**
   * Removes what a run left beside {@code published}, its output, when it was killed right after it
   * had published that.
   */
  default void tidy(Cluster cluster, Published published) {
    OutputDirectory.tidy(cluster.hadoop(), output());
  }

  private static boolean isSame(Configuration conf, Manifest.Input input) {
    return Published.open(conf, input.path()).asInput().equals(input);
  }

  private static Object roundTrip(Object config) {
    try {
      return Json.MAPPER.readTree(Json.write(config));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
