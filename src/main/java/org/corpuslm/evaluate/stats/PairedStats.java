package org.corpuslm.evaluate.stats;

import java.io.Serializable;
import org.apache.commons.math3.stat.descriptive.StatisticalSummaryValues;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * Statistics of the paired differences of two models, a and b, over the same sentences: the ratio
 * of their perplexities, and a t-test of its significance. All logarithms are natural.
 */
public final class PairedStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum differences = new CompensatedSum();
  private final CompensatedSum squares = new CompensatedSum();
  private long sentences;
  private long tokens;

  /**
   * Adds a sentence.
   *
   * @param lnA Σ ln p of the sentence under model a
   * @param lnB Σ ln p of the sentence under model b
   * @param sentenceTokens its number of tokens, {@code </s>} included
   */
  public void sentence(double lnA, double lnB, int sentenceTokens) {
    double d = lnB - lnA;
    differences.add(d);
    squares.add(d * d);
    sentences++;
    tokens += sentenceTokens;
  }

  /** Adds all sentences of other statistics of the same two models. */
  public void add(PairedStats other) {
    differences.add(other.differences);
    squares.add(other.squares);
    sentences += other.sentences;
    tokens += other.tokens;
  }

  /** Returns ln(perplexity of a / perplexity of b), which is below 0 if a is better. */
  public double logRatio() {
    return differences.value() / tokens;
  }

  /**
   * Returns the two-sided p-value of a paired t-test over the differences of Σ ln p per sentence;
   * NaN with fewer than two sentences or an infinite difference.
   */
  public double pValue() {
    double mean = differences.value() / sentences;
    double variance = (squares.value() - sentences * mean * mean) / Math.max(1, sentences - 1.0);
    if (sentences < 2 || !Double.isFinite(mean) || Double.isNaN(variance)) {
      return Double.NaN;
    }
    if (variance <= 0) {
      return mean == 0 ? 1 : 0;
    }
    double unused = Double.NaN; // extremes are not part of the test
    return new TTest()
        .tTest(
            0,
            new StatisticalSummaryValues(
                mean, variance, sentences, unused, unused, differences.value()));
  }
}
