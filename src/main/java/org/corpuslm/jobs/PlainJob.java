package org.corpuslm.jobs;

import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** A job that needs no Spark. */
public interface PlainJob extends DirectoryJob {

  /** Does the work and publishes. */
  Published run(Configuration conf, OutputDirectory target);

  /** Checks and reserves the output, then runs. */
  default Published run(Configuration conf, boolean overwrite) {
    try (OutputDirectory target = reserve(conf, overwrite)) {
      return run(conf, target);
    }
  }

  @Override
  default Published run(Cluster cluster, OutputDirectory target) {
    return run(cluster.hadoop(), target);
  }
}
