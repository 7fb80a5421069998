package org.corpuslm.ngram.smoothing;

import java.util.List;
import org.corpuslm.corpus.Vocabulary;

/**
 * Interpolated modified Kneser-Ney smoothing (Chen & Goodman 1998, section 3.4): {@code p(w|h) =
 * (a(hw) − D(a(hw)))/Σ a(h·) + γ(h)·p(w|h')}, {@code γ(h) = (D1·n1(h) + D2·n2(h) + D3·n3+(h))/Σ
 * a(h·)}, where a are adjusted counts; unigrams interpolate with the uniform distribution 1/|V|. A
 * pruned n-gram gives its whole count to γ.
 *
 * <p>This is {@link Interpolation} with three discounts, written out because it is the default
 * method: dividing by the sum, instead of multiplying by its reciprocal, gives the values that
 * earlier models have, to the bit.
 */
final class ModifiedKneserNey implements Smoother {
  private static final long serialVersionUID = 1;

  private final List<ModifiedKneserNeyDiscounts> discounts;
  private final int predictable;

  /**
   * Creates the smoother.
   *
   * @param discounts D1, D2, D3+ per order, unigrams first
   * @param predictable |V|
   */
  ModifiedKneserNey(List<ModifiedKneserNeyDiscounts> discounts, int predictable) {
    this.discounts = List.copyOf(discounts);
    this.predictable = predictable;
  }

  @Override
  public void smooth(Context c) {
    ModifiedKneserNeyDiscounts d = discounts.get(c.length);
    double total = 0;
    double freed = 0;
    for (int i = 0; i < c.size; i++) {
      double a = c.adjusted[i];
      total += a;
      freed += c.pruned[i] ? a : d.of(a);
    }
    double gamma = freed / total;
    for (int i = 0; i < c.size; i++) {
      double a = c.adjusted[i];
      c.p[i] = (a - d.of(a)) / total + gamma * c.lower[i];
    }
    c.backoff = gamma;
  }

  @Override
  public double[] unigrams(double[] raw, double[] adjusted) {
    ModifiedKneserNeyDiscounts d = discounts.get(0);
    double total = 0;
    double freed = 0;
    for (double a : adjusted) {
      total += a;
      freed += d.of(a);
    }
    double uniform = freed / total / predictable;
    double[] p = new double[adjusted.length];
    for (int w = 0; w < p.length; w++) {
      p[w] = w == Vocabulary.BOS ? 0 : (adjusted[w] - d.of(adjusted[w])) / total + uniform;
    }
    return p;
  }
}
