package org.corpuslm.jobs;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.model.Models;
import org.corpuslm.ngram.model.EntropyPruning;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/** {@code estimate --prune-entropy}: count store to a pruned n-gram model; the whole one goes. */
public record EstimatePrunedJob(Config config, String output) implements DirectoryJob {

  /** The resolved configuration: of the estimate, and the threshold of pruning. */
  public record Config(EstimateConfig estimate, double pruneEntropy) {
    public Config {
      PruneConfig.check("--prune-entropy", pruneEntropy);
      if (estimate.smoothing() == EstimateConfig.Smoothing.STUPID_BACKOFF) {
        throw new BadInputException(
            "--prune-entropy weighs probabilities, but stupid-backoff gives scores; take another"
                + " smoothing");
      }
    }
  }

  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return new EstimateJob(config.estimate(), output).inputs(conf);
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    String path = target.staging().directory() + "/_attempts/whole";
    Published whole = new EstimateJob(config.estimate(), path).run(cluster, false);
    return new EntropyPruning(
            cluster, Models.open(cluster.hadoop(), path, 0), config.pruneEntropy())
        .run(target, config, whole.manifest().inputs());
  }
}
