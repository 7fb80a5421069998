package org.corpuslm.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * A unit of work whose result is one published directory. Usually the configuration record of a
 * command is its job. A job implements {@link #run(Cluster, OutputDirectory)} or, if it does not
 * need Spark, {@link #run(Configuration, OutputDirectory)} and {@link #needsSpark}.
 */
public interface Job {

  /** Returns the kind of the directory that the job writes. */
  String kind();

  /** Returns the resolved configuration, as the manifest records it. */
  default Object config() {
    return this;
  }

  /**
   * Returns the inputs of the job as they are now.
   *
   * @throws BadInputException if one is missing or damaged
   */
  List<Manifest.Input> inputs(Configuration conf);

  /**
   * Returns the paths that the job reads and that its output must not touch: its inputs, and the
   * paths and globs by which the user named them.
   */
  default List<String> reads(Configuration conf, String output) {
    return inputs(conf).stream().map(Manifest.Input::path).toList();
  }

  /** Returns whether the job runs on Spark. */
  default boolean needsSpark() {
    return true;
  }

  /**
   * Does the work and publishes {@code target}.
   *
   * @throws BadInputException if an input is bad
   */
  default Published run(Cluster cluster, OutputDirectory target) {
    return run(cluster.hadoop(), target);
  }

  /**
   * Does the work of a job that needs no Spark, and publishes {@code target}.
   *
   * @throws BadInputException if an input is bad
   */
  default Published run(Configuration conf, OutputDirectory target) {
    throw new UnsupportedOperationException(kind() + " is made on Spark");
  }

  /**
   * Reserves the output directory, runs the job and publishes the directory.
   *
   * @throws BadInputException if the output touches an input, or exists and {@code overwrite} is
   *     false
   */
  default Published run(Cluster cluster, String output, boolean overwrite) {
    try (OutputDirectory target = reserve(cluster.hadoop(), output, overwrite)) {
      return run(cluster, target);
    } finally {
      cluster.destroyBroadcasts();
    }
  }

  /** Reserves the output directory, runs the job without Spark and publishes the directory. */
  default Published run(Configuration conf, String output, boolean overwrite) {
    try (OutputDirectory target = reserve(conf, output, overwrite)) {
      return run(conf, target);
    }
  }

  /** Checks that the output touches no input, and reserves it. */
  default OutputDirectory reserve(Configuration conf, String output, boolean overwrite) {
    InputGuard.check(conf, output, reads(conf, output));
    return OutputDirectory.create(conf, output, overwrite);
  }

  /**
   * Returns the published output if this version of corpuslm made it from the same inputs with the
   * same configuration; null if there is work to do.
   */
  default Published unchanged(Configuration conf, String output) {
    try {
      Published published = Published.open(conf, output, kind());
      Manifest manifest = published.manifest();
      Set<Manifest.Input> now = new HashSet<>(inputs(conf));
      boolean same =
          manifest.version().equals(Version.current())
              && manifest.configuration().equals(Json.MAPPER.readTree(Json.write(config())))
              && new HashSet<>(manifest.inputs()).containsAll(now)
              && manifest.inputs().stream()
                  .allMatch(
                      i -> now.contains(i) || Published.open(conf, i.path()).asInput().equals(i));
      return same ? published : null;
    } catch (BadInputException e) {
      return null;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // corpuslm wrote it just now
    }
  }

  /** Removes the files beside an output whose run was killed right after publishing it. */
  default void tidy(Cluster cluster, String output, Published published) {
    OutputDirectory.tidy(cluster.hadoop(), output);
  }
}
