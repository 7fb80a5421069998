package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;
import static org.corpuslm.ngram.SlowNgrams.withoutLast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interpolated modified Kneser-Ney (Chen & Goodman 1998, section 3.1), with pruning.
 *
 * <pre>
 * p(w|h) = (a(hw) - D(a(hw))) / den(h) + γ(h) p(w|h')     h' = h without its first word
 * p(w|ε) = (a(w) - D(a(w))) / den(ε) + γ(ε) / |V|
 * den(h) = Σ_w a(hw)
 * γ(h)   = (D1 n1(h) + D2 n2(h) + D3 n3+(h)) / den(h)     1 if h has no extensions
 * </pre>
 *
 * <p>A pruned hw keeps its place in the discounts and in den(h); it loses its first term, and γ(h)
 * gains its whole a(hw) in place of its discount, so that everything still sums to one.
 */
final class SlowSmoothingKneserNey implements SlowNgrams.Model {
  private static final double[] FALLBACK_DISCOUNTS = {0.5, 1, 1.5};

  private final SlowNgrams ngrams;
  private final int[] prune;
  private final List<double[]> discounts = new ArrayList<>();
  private final Map<List<String>, Double> den = new HashMap<>();
  private final Map<List<String>, Double> gammaNumerator = new HashMap<>();

  SlowSmoothingKneserNey(SlowNgrams ngrams, boolean discountFallback, int... prune) {
    this.ngrams = ngrams;
    this.prune = prune.clone();
    for (int k = 1; k <= ngrams.order(); k++) {
      discounts.add(discountsOf(k, discountFallback));
      ngrams
          .adjusted(k)
          .forEach(
              (hw, a) -> {
                List<String> h = withoutLast(hw);
                den.merge(h, (double) a, Double::sum);
                double left = ngrams.isPruned(hw, this.prune) ? a : discount(hw.size(), a);
                gammaNumerator.merge(h, left, Double::sum);
              });
    }
  }

  private double[] discountsOf(int k, boolean fallback) {
    try {
      return ngrams.discounts(k);
    } catch (IllegalStateException undefined) {
      if (fallback) {
        return FALLBACK_DISCOUNTS;
      }
      throw undefined;
    }
  }

  /** D(a) of order k: D3 serves all counts from 3 up. */
  private double discount(int k, long a) {
    return discounts.get(k - 1)[(int) Math.min(a, 3) - 1];
  }

  @Override
  public double p(List<String> h, String word) {
    double lower = h.isEmpty() ? 1.0 / ngrams.vocabulary().size() : p(withoutFirst(h), word);
    if (!den.containsKey(h)) {
      return lower;
    }
    return discounted(join(h, word)) / den.get(h) + gammaNumerator.get(h) / den.get(h) * lower;
  }

  private double discounted(List<String> g) {
    Long a = ngrams.adjusted(g.size()).get(g);
    return a == null || ngrams.isPruned(g, prune) ? 0 : a - discount(g.size(), a);
  }
}
