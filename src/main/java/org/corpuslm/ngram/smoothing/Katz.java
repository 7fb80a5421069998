package org.corpuslm.ngram.smoothing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.corpus.Vocabulary;

/**
 * Katz back-off (Katz 1987; Chen & Goodman 1998, section 2.4): {@code p(w|h) = d(c(hw))·c(hw)/c(h)}
 * for seen n-grams, {@code α(h)·p(w|h')} for others, with Good-Turing ratios d and {@code α(h) = (1
 * − Σ_seen p(w|h))/(1 − Σ_seen p(w|h'))}.
 *
 * <p>If all counts of a context exceed k, the paper leaves no probability for unseen words; the
 * denominator is then c(h) + 1. If every word was seen, nothing is discounted. The discounted mass
 * of the unigrams is divided equally among the unseen words of the vocabulary; {@code <unk>} is one
 * of them unless it has a count. A pruned n-gram counts as unseen.
 */
final class Katz implements Smoother {
  private static final long serialVersionUID = 1;

  /**
   * Limit of 1 − Σ p below which the difference would lose too many digits; it is then added up
   * from its parts.
   */
  private static final double SMALL = 1e-3;

  private final List<GoodTuring> discounts;
  private final int predictable;

  /**
   * Creates the smoother.
   *
   * @param discounts d per order, unigrams first; null for unigrams if all words were seen
   * @param predictable |V|
   */
  Katz(List<GoodTuring> discounts, int predictable) {
    this.discounts = discounts;
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    GoodTuring d = discounts.get(c.length);
    double total = 0;
    double freed = 0;
    double seen = 0;
    int kept = 0;
    for (int i = 0; i < c.size; i++) {
      total += c.raw[i];
      freed += c.pruned[i] ? c.raw[i] : (1 - d.of(c.raw[i])) * c.raw[i];
      if (!c.pruned[i]) {
        kept++;
        seen += c.lower[i];
      }
    }
    boolean all = kept == predictable;
    if (freed == 0 && !all) {
      freed = 1;
      total += 1;
    }
    for (int i = 0; i < c.size; i++) {
      c.p[i] = (all ? 1 : d.of(c.raw[i])) * c.raw[i] / total;
    }
    c.reserved = all ? 0 : freed / total;
    double unseen = 1 - seen < SMALL ? unseen(c) : 1 - seen;
    c.backoff = all ? 0 : c.reserved / unseen;
  }

  /**
   * Returns Σ p(w|h') over the words without an n-gram after h, without subtracting nearly equal
   * numbers.
   */
  private static double unseen(Context c) {
    Context shorter = c.shorter;
    if (shorter == null) {
      int[] kept =
          IntStream.range(0, c.size).filter(i -> !c.pruned[i]).map(i -> c.words[i]).toArray();
      return c.unigrams.without(kept, kept.length);
    }
    double sum = shorter.reserved;
    int next = 0;
    for (int i = 0; i < shorter.size; i++) {
      int word = shorter.words[i];
      while (next < c.size && c.words[next] < word) {
        next++;
      }
      boolean kept = next < c.size && c.words[next] == word && !c.pruned[next];
      if (!kept && !shorter.pruned[i]) {
        sum += shorter.p[i];
      }
    }
    return sum;
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    double total = Arrays.stream(raw).sum();
    int unseen = unseen(raw);
    GoodTuring d = discounts.get(0);
    double freed = 0;
    for (double count : raw) {
      freed += unseen > 0 ? (1 - d.of(count)) * count : 0;
    }
    if (freed == 0 && unseen > 0) {
      freed = 1;
      total += 1;
    }
    double[] p = new double[raw.length];
    for (int w = 0; w < p.length; w++) {
      double own = unseen > 0 ? d.of(raw[w]) * raw[w] : raw[w];
      p[w] = (raw[w] > 0 ? own : freed / unseen) / total;
    }
    p[Vocabulary.BOS] = 0;
    return p;
  }

  /** Returns the number of predictable words without a count. */
  static int unseen(double[] raw) {
    int unseen = 0;
    for (int w = 0; w < raw.length; w++) {
      unseen += w != Vocabulary.BOS && raw[w] == 0 ? 1 : 0;
    }
    return unseen;
  }
}
