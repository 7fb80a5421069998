package org.corpuslm.ngram.model;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.corpuslm.runtime.BadInputException;
import org.corpuslm.runtime.Cluster;
import org.corpuslm.runtime.Job;
import org.corpuslm.runtime.Manifest;
import org.corpuslm.runtime.OutputDirectory;
import org.corpuslm.runtime.Published;

/**
 * The options of {@code prune}, checked.
 *
 * @param model directory of the n-gram model
 * @param threshold smallest relative change of perplexity that keeps an n-gram
 */
public record PruneConfig(String model, double threshold) implements Job, Serializable {
  /**
   * Checks the options.
   *
   * @throws BadInputException if the threshold is out of range
   */
  public PruneConfig {
    check("--threshold", threshold);
  }

  /**
   * Checks a threshold.
   *
   * @param option name of the option, for the message
   * @throws BadInputException if it is below 0 or not finite
   */
  public static void check(String option, double threshold) {
    if (!(threshold >= 0 && Double.isFinite(threshold))) {
      throw new BadInputException(
          "%s is %s; it must be a number of at least 0, such as 1e-8".formatted(option, threshold));
    }
  }

  @Override
  public String kind() {
    return NgramModel.KIND;
  }

  @Override
  public List<Manifest.Input> inputs(Configuration conf) {
    return List.of(Published.open(conf, model, NgramModel.KIND).asInput());
  }

  @Override
  public Published run(Cluster cluster, OutputDirectory target) {
    List<Manifest.Input> inputs = inputs(cluster.hadoop());
    Published directory = Published.open(cluster.hadoop(), model, NgramModel.KIND);
    NgramModel whole = NgramModel.open(cluster.hadoop(), directory, 0);
    return new EntropyPruning(cluster, whole, threshold).run(target, this, inputs);
  }
}
