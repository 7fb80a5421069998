package org.corpuslm.ngram.smoothing;

import java.util.List;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.corpuslm.ngram.smoothing.HeldOutCounts.HeldOutBucket;

/** Search for the δ of add-δ smoothing that minimizes perplexity on held-out text. */
final class DeltaSearch {
  private static final double MIN_LOG_DELTA = Math.log(1e-9);
  private static final double MAX_LOG_DELTA = Math.log(1e3);
  private static final double STEP = 0.5;

  private DeltaSearch() {}

  /**
   * Returns the best δ: the minimum of a grid over ln δ, refined by Brent's method.
   *
   * @param buckets held-out positions by their training counts
   * @param predictable |V|
   */
  static double best(List<HeldOutBucket> buckets, int predictable) {
    double start = MIN_LOG_DELTA;
    for (double x = MIN_LOG_DELTA; x <= MAX_LOG_DELTA; x += STEP) {
      if (crossEntropy(buckets, predictable, x) < crossEntropy(buckets, predictable, start)) {
        start = x;
      }
    }
    return Math.exp(
        new BrentOptimizer(1e-10, 1e-12)
            .optimize(
                new UnivariateObjectiveFunction(x -> crossEntropy(buckets, predictable, x)),
                GoalType.MINIMIZE,
                new SearchInterval(start - STEP, start + STEP, start),
                MaxEval.unlimited())
            .getPoint());
  }

  /** Returns the cross-entropy of the held-out text in nats per token. */
  private static double crossEntropy(
      List<HeldOutBucket> buckets, int predictable, double logDelta) {
    double delta = Math.exp(logDelta);
    double sum = 0;
    double tokens = 0;
    for (HeldOutBucket c : buckets) {
      double p = (c.ngram() + delta) / (c.context() + delta * predictable);
      sum -= c.positions() * Math.log(p);
      tokens += c.positions();
    }
    return sum / tokens;
  }
}
