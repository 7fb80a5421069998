package org.corpuslm.evaluate;

import java.io.Serializable;
import org.apache.commons.math3.distribution.TDistribution;

/** Two models on the same sentences: is one better than the other by more than chance? */
public final class PairedStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum differences = new CompensatedSum();
  private final CompensatedSum squares = new CompensatedSum();
  private long sentences;
  private long tokens;

  /** Takes one sentence: Σ ln p of both models. */
  void sentence(double lnA, double lnB, int sentenceTokens) {
    double d = lnB - lnA;
    differences.add(d);
    squares.add(d * d);
    sentences++;
    tokens += sentenceTokens;
  }

  void add(PairedStats other) {
    differences.add(other.differences);
    squares.add(other.squares);
    sentences += other.sentences;
    tokens += other.tokens;
  }

  /** ln(perplexity of a / perplexity of b); below 0 if a is better. */
  public double logRatio() {
    return differences.value() / tokens;
  }

  /** Two-sided p-value of a paired t-test over sentences; NaN where it has no meaning. */
  public double pValue() {
    double mean = differences.value() / sentences;
    double variance = (squares.value() - sentences * mean * mean) / Math.max(1, sentences - 1.0);
    if (sentences < 2 || !Double.isFinite(mean) || Double.isNaN(variance)) {
      return Double.NaN;
    }
    if (variance <= 0) {
      return mean == 0 ? 1 : 0;
    }
    double t = Math.abs(mean) / Math.sqrt(variance / sentences);
    return 2 * new TDistribution(null, sentences - 1.0).cumulativeProbability(-t);
  }
}
