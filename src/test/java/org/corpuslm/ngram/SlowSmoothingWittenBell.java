package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;
import static org.corpuslm.ngram.SlowNgrams.withoutLast;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interpolated Witten-Bell (Witten and Bell 1991, method C).
 *
 * <pre>
 * p(w|h) = (c(hw) + N1+(h·) p(w|h')) / (c(h) + N1+(h·))      h' = h without its first word
 * p(w|ε) interpolates with 1 / |V|
 * </pre>
 *
 * <p>The count of a pruned hw goes to p(w|h') too.
 */
final class SlowSmoothingWittenBell implements SlowNgrams.Model {
  private final SlowNgrams ngrams;
  private final int[] prune;
  private final Map<List<String>, Long> total = new HashMap<>();
  private final Map<List<String>, Long> types = new HashMap<>();
  private final Map<List<String>, Long> pruned = new HashMap<>();

  SlowSmoothingWittenBell(SlowNgrams ngrams, int... prune) {
    this.ngrams = ngrams;
    this.prune = prune.clone();
    for (int k = 1; k <= ngrams.order(); k++) {
      ngrams
          .raw(k)
          .forEach(
              (hw, c) -> {
                total.merge(withoutLast(hw), c, Long::sum);
                types.merge(withoutLast(hw), 1L, Long::sum);
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
    double n = types.get(h);
    return (own + (n + pruned.get(h)) * lower) / (total.get(h) + n);
  }
}
