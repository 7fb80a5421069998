package org.corpuslm.ngram;

import java.util.List;
import java.util.Set;
import org.corpuslm.ngram.smoothing.EstimateConfig;
import org.corpuslm.ngram.smoothing.EstimateConfig.Smoothing;

/**
 * A model to estimate, for the fast estimator and for the slow one.
 *
 * @param order of the model, at most that of the counts
 * @param parameter δ or α, where the smoothing has one
 * @param prune thresholds per order
 */
public record Recipe(Smoothing smoothing, int order, double parameter, List<Long> prune) {
  public static Recipe kneserNey(int order, long... prune) {
    return new Recipe(
        Smoothing.MODIFIED_KNESER_NEY, order, 1, java.util.Arrays.stream(prune).boxed().toList());
  }

  public static Recipe mle(int order) {
    return new Recipe(Smoothing.MLE, order, 1, List.of());
  }

  public static Recipe addDelta(int order, double delta) {
    return new Recipe(Smoothing.ADD_DELTA, order, delta, List.of());
  }

  public static Recipe stupidBackoff(int order, double alpha) {
    return new Recipe(Smoothing.STUPID_BACKOFF, order, alpha, List.of());
  }

  public EstimateConfig config(String counts, boolean discountFallback) {
    boolean stupid = smoothing == Smoothing.STUPID_BACKOFF;
    return new EstimateConfig(
        counts,
        smoothing,
        order,
        stupid ? 0.1 : parameter,
        stupid ? parameter : 0.4,
        prune,
        discountFallback,
        "");
  }

  /** Returns whether the values are probabilities. */
  public boolean normalized() {
    return smoothing != Smoothing.STUPID_BACKOFF;
  }

  /** The slow model; the counts are of the order of the model. */
  public SlowNgrams.Model slow(SlowNgrams ngrams) {
    return switch (smoothing) {
      case MODIFIED_KNESER_NEY -> ngrams.modifiedKneserNey(true, thresholds());
      case MLE -> ngrams.mle();
      case ADD_DELTA -> ngrams.addDelta(parameter);
      case STUPID_BACKOFF -> ngrams.stupidBackoff(parameter);
      default -> throw new IllegalStateException("no slow model of " + smoothing + " here");
    };
  }

  /** The k-grams, k ≥ 2, that the model has a value of its own for. */
  public Set<List<String>> stored(SlowNgrams ngrams, int k) {
    Set<List<String>> kept = ngrams.kept(k, thresholds());
    if (smoothing == Smoothing.ADD_DELTA && k < order) {
      kept.removeIf(g -> !g.get(0).equals(SlowNgrams.BEGIN));
    }
    return kept;
  }

  private int[] thresholds() {
    return prune.stream().mapToInt(Long::intValue).toArray();
  }
}
