package org.corpuslm.ngram.smoothing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.corpuslm.corpus.Vocabulary;

/**
 * Katz back-off (Katz 1987; Chen & Goodman 1998): {@code p(w|h) = d(c(hw))·c(hw)/c(h)} for n-grams
 * that were seen, {@code α(h)·p(w|h')} for others, with Good-Turing ratios d and {@code α(h) = (1 −
 * Σ_seen p(w|h))/(1 − Σ_seen p(w|h'))}.
 *
 * <p>Where the paper leaves no probability for unseen words, because all counts of a context exceed
 * k, the denominator is c(h) + 1. Where every word was seen, nothing is discounted. At the unigrams
 * what is discounted goes to the words of the vocabulary that were not seen, in equal parts; {@code
 * <unk>} is one of them unless it has a count. A pruned n-gram counts as unseen.
 */
final class Katz implements Smoother {
  private static final long serialVersionUID = 1;

  /** Below this, 1 − Σ p would lose too many digits and is added up from its parts. */
  private static final double SMALL = 1e-3;

  private final List<GoodTuring> discounts;
  private final int predictable;

  /**
   * Makes the smoother.
   *
   * @param discounts per order, unigrams first; null for unigrams without unseen words
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

  /** Σ p(w|h') over the words that have no n-gram after h, without a difference in it. */
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

  /** How many words that can be predicted have no count. */
  static int unseen(double[] raw) {
    int unseen = 0;
    for (int w = 0; w < raw.length; w++) {
      unseen += w != Vocabulary.BOS && raw[w] == 0 ? 1 : 0;
    }
    return unseen;
  }
}
