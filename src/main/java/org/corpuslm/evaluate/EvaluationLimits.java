package org.corpuslm.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * How much the tasks find out beside the figures. What they send to the driver does not grow with
 * the partitions as long as those are many.
 *
 * @param replicates of the bootstrap
 * @param sentences the hardest and the easiest of every model that are kept
 * @param calibrationRate share of the positions at which calibration looks
 */
record EvaluationLimits(int replicates, int sentences, double calibrationRate)
    implements Serializable {
  private static final int SENTENCES = 10;
  private static final int FEWER_SENTENCES = 3;
  private static final int MANY_PARTITIONS = 1000;

  /** Expected positions of the sample of calibration, and its largest share of the text. */
  private static final double POSITIONS = 1000;

  private static final double LARGEST_SHARE = 0.1;

  static EvaluationLimits of(List<HeldOutPartition> partitions) {
    double tokens = partitions.stream().mapToDouble(HeldOutPartition::tokensAbout).sum();
    return new EvaluationLimits(
        Bootstrap.replicates(partitions.size()),
        partitions.size() <= MANY_PARTITIONS ? SENTENCES : FEWER_SENTENCES,
        Math.min(LARGEST_SHARE, POSITIONS / Math.max(1, tokens)));
  }
}
