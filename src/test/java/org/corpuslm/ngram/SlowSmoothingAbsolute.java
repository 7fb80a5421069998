package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;

import java.util.List;
import java.util.Map;

/**
 * Interpolated absolute discounting with one discount per order (Ney, Essen and Kneser 1994), over
 * raw counts, or over adjusted ones, which makes it Kneser-Ney (Kneser and Ney 1995).
 *
 * <pre>
 * p(w|h) = max(c(hw) - D, 0) / c(h) + γ(h) p(w|h')      D = n1 / (n1 + 2 n2)
 * γ(h)   = D N1+(h·) / c(h)
 * p(w|ε) interpolates with 1 / |V|
 * </pre>
 *
 * <p>A pruned hw loses its first term, and γ(h) gains its whole count in place of D.
 */
final class SlowSmoothingAbsolute implements SlowNgrams.Model {
  private final SlowNgrams ngrams;
  private final boolean adjusted;
  private final int[] prune;

  SlowSmoothingAbsolute(SlowNgrams ngrams, boolean adjusted, int... prune) {
    this.ngrams = ngrams;
    this.adjusted = adjusted;
    this.prune = prune.clone();
  }

  private Map<List<String>, Long> counts(int k) {
    return adjusted ? ngrams.adjusted(k) : ngrams.raw(k);
  }

  double discount(int k) {
    double n1 = counts(k).values().stream().filter(c -> c == 1).count();
    double n2 = counts(k).values().stream().filter(c -> c == 2).count();
    if (n1 == 0 || n2 == 0) {
      return 0.75;
    }
    return n1 / (n1 + 2 * n2);
  }

  @Override
  public double p(List<String> h, String word) {
    double lower = h.isEmpty() ? 1.0 / ngrams.vocabulary().size() : p(withoutFirst(h), word);
    double d = discount(h.size() + 1);
    double own = 0;
    double total = 0;
    double freed = 0;
    for (String w : ngrams.vocabulary()) {
      List<String> hw = join(h, w);
      long c = counts(hw.size()).getOrDefault(hw, 0L);
      if (c > 0) {
        boolean pruned = ngrams.isPruned(hw, prune);
        total += c;
        freed += pruned ? c : d;
        if (w.equals(word) && !pruned) {
          own = c - d;
        }
      }
    }
    return total == 0 ? lower : own / total + freed / total * lower;
  }
}
