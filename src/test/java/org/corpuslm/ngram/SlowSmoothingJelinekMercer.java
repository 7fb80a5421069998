package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;

import java.util.List;

/**
 * Jelinek-Mercer smoothing (Jelinek and Mercer 1980) with given weights.
 *
 * <pre>
 * p(w|h) = λ c(hw) / c(h) + (1 - λ) p(w|h')      λ by order and c(h); p(w|h') if c(h) = 0
 * p(w|ε) interpolates with 1 / |V|
 * </pre>
 *
 * <p>The share of a pruned hw goes to p(w|h').
 */
final class SlowSmoothingJelinekMercer implements SlowNgrams.Model {
  private final SlowNgrams ngrams;
  private final SlowNgrams.Lambda lambda;
  private final int[] prune;

  SlowSmoothingJelinekMercer(SlowNgrams ngrams, SlowNgrams.Lambda lambda, int... prune) {
    this.ngrams = ngrams;
    this.lambda = lambda;
    this.prune = prune.clone();
  }

  @Override
  public double p(List<String> h, String word) {
    double lower = h.isEmpty() ? 1.0 / ngrams.vocabulary().size() : p(withoutFirst(h), word);
    double own = 0;
    long total = 0;
    double pruned = 0;
    for (String w : ngrams.vocabulary()) {
      List<String> hw = join(h, w);
      long c = ngrams.raw(hw.size()).getOrDefault(hw, 0L);
      if (c > 0) {
        total += c;
        if (ngrams.isPruned(hw, prune)) {
          pruned += c;
        } else if (w.equals(word)) {
          own = c;
        }
      }
    }
    if (total == 0) {
      return lower;
    }
    double l = lambda.of(h.size() + 1, total);
    return l * own / total + (1 - l + l * pruned / total) * lower;
  }
}
