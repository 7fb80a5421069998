package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;
import static org.corpuslm.ngram.SlowNgrams.withoutLast;

import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<Double> discounts = new ArrayList<>();
  private final Map<List<String>, Double> total = new HashMap<>();
  private final Map<List<String>, Double> freed = new HashMap<>();

  SlowSmoothingAbsolute(SlowNgrams ngrams, boolean adjusted, int... prune) {
    this.ngrams = ngrams;
    this.adjusted = adjusted;
    this.prune = prune.clone();
    for (int k = 1; k <= ngrams.order(); k++) {
      discounts.add(discountOf(k));
      counts(k)
          .forEach(
              (hw, c) -> {
                double left = ngrams.isPruned(hw, this.prune) ? c : discount(hw.size());
                total.merge(withoutLast(hw), (double) c, Double::sum);
                freed.merge(withoutLast(hw), left, Double::sum);
              });
    }
  }

  private double discount(int k) {
    return discounts.get(k - 1);
  }

  private Map<List<String>, Long> counts(int k) {
    return adjusted ? ngrams.adjusted(k) : ngrams.raw(k);
  }

  private double discountOf(int k) {
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
    if (!total.containsKey(h)) {
      return lower;
    }
    List<String> hw = join(h, word);
    long c = counts(hw.size()).getOrDefault(hw, 0L);
    double own = c == 0 || ngrams.isPruned(hw, prune) ? 0 : c - discount(hw.size());
    return own / total.get(h) + freed.get(h) / total.get(h) * lower;
  }
}
