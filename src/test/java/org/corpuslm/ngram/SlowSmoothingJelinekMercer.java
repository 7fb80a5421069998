package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;
import static org.corpuslm.ngram.SlowNgrams.withoutLast;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final Map<List<String>, Long> total = new HashMap<>();
  private final Map<List<String>, Long> pruned = new HashMap<>();

  SlowSmoothingJelinekMercer(SlowNgrams ngrams, SlowNgrams.Lambda lambda, int... prune) {
    this.ngrams = ngrams;
    this.lambda = lambda;
    this.prune = prune.clone();
    for (int k = 1; k <= ngrams.order(); k++) {
      ngrams
          .raw(k)
          .forEach(
              (hw, c) -> {
                total.merge(withoutLast(hw), c, Long::sum);
                pruned.merge(withoutLast(hw), ngrams.isPruned(hw, this.prune) ? c : 0, Long::sum);
              });
    }
  }

  @Override
  public double p(List<String> h, String word) {
    double lower = h.isEmpty() ? 1.0 / ngrams.vocabulary().size() : p(withoutFirst(h), word);
    if (!total.containsKey(h)) {
      return lower;
    }
    List<String> hw = join(h, word);
    long c = ngrams.raw(hw.size()).getOrDefault(hw, 0L);
    double own = c == 0 || ngrams.isPruned(hw, prune) ? 0 : c;
    double l = lambda.of(hw.size(), total.get(h));
    return l * own / total.get(h) + (1 - l + l * pruned.get(h) / total.get(h)) * lower;
  }
}
