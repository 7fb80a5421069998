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
 * The options of {@code estimate --prune-entropy}, checked: estimates a model, prunes it and keeps
 * only the pruned one.
 *
 * @param estimate options of the estimation
 * @param pruneEntropy smallest relative change of perplexity that keeps an n-gram ({@link
 *     EntropyPruning})
 */
public record EstimatePrunedConfig(EstimateConfig estimate, double pruneEntropy) implements Job {
  /**
   * Checks the options.
   *
   * @throws BadInputException if the threshold is out of range, or the smoothing gives no
   *     probabilities
   */
  public EstimatePrunedConfig {
    PruneConfig.check("--prune-entropy", pruneEntropy);
    if (estimate.smoothing() == EstimateConfig.Smoothing.STUPID_BACKOFF) {
      throw new BadInputException(
          "--prune-entropy needs probabilities, but stupid-backoff gives scores; choose another"
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
