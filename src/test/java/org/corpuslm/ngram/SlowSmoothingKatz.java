package org.corpuslm.ngram;

import static org.corpuslm.ngram.SlowNgrams.join;
import static org.corpuslm.ngram.SlowNgrams.withoutFirst;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Katz back-off with Good-Turing discounts (Katz 1987, as Chen & Goodman 1998 state it).
 *
 * <pre>
 * p(w|h) = d(c(hw)) c(hw) / c(h)                  if hw was seen and is not pruned
 *        = α(h) p(w|h')                           else
 * α(h)   = (1 - Σ_seen p(w|h)) / Σ_unseen p(w|h')
 * d(r)   = (R/r - A) / (1 - A), R = (r + 1) n_{r+1} / n_r, A = (k + 1) n_{k+1} / n_1, r ≤ k
 * p(w|ε): what discounting leaves goes to the words without a count, in equal parts
 * </pre>
 *
 * <p>k = 5, or the first lower one that has all d in (0, 1]. Without a discounted count the
 * denominator is c(h) + 1; where every word was seen, nothing is discounted.
 */
final class SlowSmoothingKatz implements SlowNgrams.Model {
  private final SlowNgrams ngrams;
  private final int[] prune;
  private final List<double[]> discounts = new ArrayList<>();
  private final Map<List<String>, Map<String, Double>> known = new HashMap<>();

  SlowSmoothingKatz(SlowNgrams ngrams, int... prune) {
    this.ngrams = ngrams;
    this.prune = prune.clone();
    for (int k = 1; k <= ngrams.order(); k++) {
      boolean allSeen = k == 1 && ngrams.raw(1).size() == ngrams.vocabulary().size();
      discounts.add(allSeen ? new double[1] : discounts(k));
    }
  }

  private double[] discounts(int order) {
    for (int k = 5; k >= 2; k--) {
      double a = (k + 1) * n(order, k + 1) / n(order, 1);
      double[] d = new double[k + 1];
      boolean good = a < 1;
      for (int r = 1; r <= k; r++) {
        double star = (r + 1) * n(order, r + 1) / n(order, r);
        d[r] = (star / r - a) / (1 - a);
        good &= d[r] > 0 && d[r] <= 1;
      }
      if (good) {
        return d;
      }
    }
    throw new IllegalStateException("no Good-Turing discounts for order " + order);
  }

  private double n(int order, int r) {
    return ngrams.raw(order).values().stream().filter(c -> c == r).count();
  }

  @Override
  public double p(List<String> h, String word) {
    return distribution(h).get(word);
  }

  private Map<String, Double> distribution(List<String> h) {
    Map<String, Double> done = known.get(h);
    if (done != null) {
      return done;
    }
    double[] d = discounts.get(h.size());
    double total = 0;
    double left = 0; // what goes to words without a value of their own
    Map<String, Double> p = new HashMap<>();
    for (String w : ngrams.vocabulary()) {
      List<String> hw = join(h, w);
      long c = ngrams.raw(hw.size()).getOrDefault(hw, 0L);
      if (c > 0) {
        double discounted = c < d.length ? d[(int) c] * c : c;
        total += c;
        if (ngrams.isPruned(hw, prune)) {
          left += c;
        } else {
          p.put(w, discounted);
          left += c - discounted;
        }
      }
    }
    if (p.size() == ngrams.vocabulary().size()) {
      p.replaceAll((w, discounted) -> (double) ngrams.raw(h.size() + 1).get(join(h, w)));
      left = 0;
    } else if (left == 0) { // also where h was never seen: all goes to p(w|h')
      left = 1;
      total++;
    }
    double unseen = 0;
    for (String w : ngrams.vocabulary()) {
      if (!p.containsKey(w)) {
        unseen += h.isEmpty() ? 1 : distribution(withoutFirst(h)).get(w);
      }
    }
    Map<String, Double> all = new HashMap<>();
    for (String w : ngrams.vocabulary()) {
      if (p.containsKey(w)) {
        all.put(w, p.get(w) / total);
      } else {
        double lower = h.isEmpty() ? 1 : distribution(withoutFirst(h)).get(w);
        all.put(w, left / total / unseen * lower);
      }
    }
    known.put(List.copyOf(h), all);
    return all;
  }
}
