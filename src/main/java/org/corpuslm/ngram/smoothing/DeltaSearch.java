package org.corpuslm.ngram.smoothing;

import java.util.List;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.corpuslm.ngram.smoothing.HeldOutCounts.HeldOutBucket;

/** Finds the δ of add-δ smoothing with the least perplexity on held-out text. */
final class DeltaSearch {
  private static final double LEAST = Math.log(1e-9);
  private static final double MOST = Math.log(1e3);
  private static final double STEP = 0.5;

  private DeltaSearch() {}

  /** The best δ: a grid over ln δ, then Brent's method around its best point. */
  static double best(List<HeldOutBucket> cells, int predictable) {
    double start = LEAST;
    for (double x = LEAST; x <= MOST; x += STEP) {
      if (crossEntropy(cells, predictable, x) < crossEntropy(cells, predictable, start)) {
        start = x;
      }
    }
    return Math.exp(
        new BrentOptimizer(1e-10, 1e-12)
            .optimize(
                new UnivariateObjectiveFunction(x -> crossEntropy(cells, predictable, x)),
                GoalType.MINIMIZE,
                new SearchInterval(start - STEP, start + STEP, start),
                MaxEval.unlimited())
            .getPoint());
  }

  /** Nats per token. */
  private static double crossEntropy(List<HeldOutBucket> cells, int predictable, double logDelta) {
    double delta = Math.exp(logDelta);
    double sum = 0;
    double tokens = 0;
    for (HeldOutBucket c : cells) {
      double p = (c.ngram() + delta) / (c.context() + delta * predictable);
      sum -= c.positions() * Math.log(p);
      tokens += c.positions();
    }
    return sum / tokens;
  }
}
