package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;

import java.util.List;

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

  SlowSmoothingWittenBell(SlowNgrams ngrams, int... prune) {
    this.ngrams = ngrams;
    this.prune = prune.clone();
  }

  @Override
  public double p(List<String> h, String word) {
    double lower = h.isEmpty() ? 1.0 / ngrams.vocabulary().size() : p(withoutFirst(h), word);
    double own = 0;
    double total = 0;
    double types = 0;
    double pruned = 0;
    for (String w : ngrams.vocabulary()) {
      List<String> hw = join(h, w);
      long c = ngrams.raw(hw.size()).getOrDefault(hw, 0L);
      if (c > 0) {
        types++;
        total += c;
        if (ngrams.isPruned(hw, prune)) {
          pruned += c;
        } else if (w.equals(word)) {
          own = c;
        }
      }
    }
    return total == 0 ? lower : (own + (types + pruned) * lower) / (total + types);
  }
}
