package org.corpuslm.ngram.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.corpuslm.ngram.SlowNgrams;
import org.corpuslm.ngram.StoredTables;

/**
 * Entropy pruning written from the formulas (Stolcke 1998, eq. 5 to 9), over maps of word lists;
 * the oracle of {@link EntropyPruning}.
 */
final class SlowPruning {
  private final int order;
  private final Set<String> words = new HashSet<>();
  private final Map<List<String>, Double> p = new HashMap<>(); // hw, linear
  private final Map<List<String>, Double> backoff = new HashMap<>(); // h, linear

  /** Reads a saved model. */
  SlowPruning(String model, int order) {
    this.order = order;
    for (int k = 1; k <= order; k++) {
      StoredTables.ngrams(model, k).forEach((hw, log10) -> p.put(hw, Math.pow(10, log10)));
    }
    for (int length = 1; length < order; length++) {
      StoredTables.backoffs(model, length)
          .forEach((h, log10) -> backoff.put(h, Math.pow(10, log10)));
    }
    p.keySet().stream().filter(g -> g.size() == 1).forEach(g -> words.add(g.get(0)));
    words.remove(SlowNgrams.BEGIN);
  }

  private SlowPruning(int order, Set<String> words) {
    this.order = order;
    this.words.addAll(words);
  }

  private static List<String> join(List<String> h, String w) {
    List<String> hw = new ArrayList<>(h);
    hw.add(w);
    return hw;
  }

  private static List<String> shorter(List<String> h) {
    return h.subList(1, h.size());
  }

  double p(List<String> h, String w) {
    Double listed = p.get(join(h, w));
    return listed != null
        ? listed
        : h.isEmpty() ? 0 : backoff.getOrDefault(h, 1.0) * p(shorter(h), w);
  }

  Map<List<String>, Double> backoffs() {
    return backoff;
  }

  Set<List<String>> ngrams(int k) {
    Set<List<String>> found = new HashSet<>(p.keySet());
    found.removeIf(g -> g.size() != k);
    return found;
  }

  private double history(List<String> h) {
    double product = 1;
    for (int i = 0; i < h.size(); i++) {
      boolean begins = i == 0 && h.get(0).equals(SlowNgrams.BEGIN);
      product *= p(h.subList(0, i), begins ? SlowNgrams.END : h.get(i));
    }
    return product;
  }

  private Set<String> listed(List<String> h) {
    Set<String> found = new HashSet<>(words);
    found.removeIf(w -> !p.containsKey(join(h, w)));
    return found;
  }

  private double left(List<String> h) {
    return backoff.getOrDefault(h, 1.0) == 0
        ? 0
        : Math.max(0, 1 - listed(h).stream().mapToDouble(w -> p(h, w)).sum());
  }

  private double leftBelow(List<String> h) {
    Set<String> listed = listed(h);
    return words.stream().filter(w -> !listed.contains(w)).mapToDouble(w -> p(shorter(h), w)).sum();
  }

  /** exp(D) − 1 of every n-gram of at least two words, each alone. */
  Map<List<String>, Double> losses() {
    Map<List<String>, Double> losses = new HashMap<>();
    for (List<String> hw : p.keySet()) {
      if (hw.size() > 1) {
        losses.put(hw, loss(hw.subList(0, hw.size() - 1), hw.get(hw.size() - 1)));
      }
    }
    return losses;
  }

  private double loss(List<String> h, String w) {
    double pw = p(h, w);
    double lower = p(shorter(h), w);
    double gamma = backoff.getOrDefault(h, 1.0);
    double without = (left(h) + pw) / (leftBelow(h) + lower);
    double divergence = pw * (Math.log(lower) + Math.log(without) - Math.log(pw));
    if (left(h) > 0) {
      divergence += left(h) * (Math.log(without) - Math.log(gamma));
    }
    return Math.exp(-history(h) * divergence) - 1;
  }

  /** The pruned model. */
  SlowPruning prune(double threshold) {
    Map<List<String>, Double> losses = losses();
    SlowPruning pruned = new SlowPruning(order, words);
    for (int k = order; k >= 1; k--) {
      Set<List<String>> contexts = new HashSet<>();
      pruned.ngrams(k + 1).forEach(g -> contexts.add(List.copyOf(g.subList(0, g.size() - 1))));
      for (List<String> g : ngrams(k)) {
        if (k == 1 || losses.get(g) >= threshold || contexts.contains(g)) {
          pruned.p.put(g, p.get(g));
        }
      }
    }
    for (int k = 2; k <= order; k++) {
      for (List<String> g : pruned.ngrams(k)) {
        pruned.backoff.computeIfAbsent(g.subList(0, k - 1), pruned::normalizing);
      }
    }
    return pruned;
  }

  private double normalizing(List<String> h) {
    double left = 1 - listed(h).stream().mapToDouble(w -> p(h, w)).sum();
    double leftBelow = leftBelow(h);
    return left <= 1e-15 ? 0 : leftBelow > 0 ? left / leftBelow : 1;
  }
}
