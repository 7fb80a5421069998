package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.Models;
import org.corpuslm.ngram.model.EntropyPruning;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code prune}: n-gram model to a smaller one. */
public record PruneJob(PruneConfig config, String output) implements DirectoryJob {
  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Models.directory(conf, config.model()).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    Configuration conf = cluster.hadoop();
    List<Manifest.Input> inputs = inputs(conf);
    return new EntropyPruning(cluster, Models.open(conf, config.model(), 0), config.threshold())
        .run(target, config, inputs);
  }
}
