package org.corpuslm.ngram.smoothing;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.ngram.model.EntropyPruning;
import org.corpuslm.ngram.model.NgramModel;
import org.corpuslm.ngram.model.PruneConfig;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The resolved configuration of {@code estimate --prune-entropy}: estimates a model, prunes it and
 * keeps the pruned one only.
 *
 * @param pruneEntropy threshold of {@link EntropyPruning}, a relative change of perplexity
 */
public record EstimatePrunedConfig(EstimateConfig estimate, double pruneEntropy) implements Job {
  public EstimatePrunedConfig {
    PruneConfig.check("--prune-entropy", pruneEntropy);
    if (estimate.smoothing() == EstimateConfig.Smoothing.STUPID_BACKOFF) {
      throw new BadInputException(
          "--prune-entropy weighs probabilities, but stupid-backoff gives scores; take another"
              + " smoothing");
    }
  }

  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return estimate.inputs(conf);
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    String path = target.staging().scratch("whole");
    Published whole = estimate.run(cluster, path, false);
    NgramModel model = NgramModel.open(cluster.hadoop(), whole, 0);
    return new EntropyPruning(cluster, model, pruneEntropy)
        .run(target, this, whole.manifest().inputs());
  }
}
