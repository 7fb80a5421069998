package org.corpuslm.evaluate;

import java.io.Serializable;
import org.corpuslm.corpus.Vocabulary;

/**
 * The account of one model over some sentences: exp(−Σ ln p / T) with every variant of it. T counts
 * every word and one {@code </s>} a sentence. Natural logarithms.
 */
public final class PerplexityStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum known = new CompensatedSum();
  private final CompensatedSum unknown = new CompensatedSum();
  private final CompensatedSum ends = new CompensatedSum();
  private final CompensatedSum squares = new CompensatedSum(); // Σ l², l = −ln p of a sentence
  private final CompensatedSum products = new CompensatedSum(); // Σ l·n, n = its tokens
  private final CompensatedSum lengths = new CompensatedSum(); // Σ n²
  private long tokens;
  private long oov;
  private long sentences;
  private long zero;
  private long nanos;
  private long loading;

  /** Takes one sentence: ids and ln p at {@code from … to−1}. Returns its Σ ln p. */
  double sentence(int[] ids, double[] lnP, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      double ln = lnP[i];
      sum += ln;
      if (ln == Double.NEGATIVE_INFINITY) {
        zero++;
      }
      if (ids[i] == Vocabulary.EOS) {
        ends.add(ln);
      } else if (ids[i] == Vocabulary.UNK) {
        unknown.add(ln);
        oov++;
      } else {
        known.add(ln);
      }
    }
    double n = to - from;
    tokens += to - from;
    sentences++;
    squares.add(sum * sum);
    products.add(-sum * n);
    lengths.add(n * n);
    return sum;
  }

  /** Adds task time: nanoseconds of scoring, and of loading the model before. */
  void time(long scoring, long moreLoading) {
    nanos += scoring;
    loading += moreLoading;
  }

  void add(PerplexityStats other) {
    known.add(other.known);
    unknown.add(other.unknown);
    ends.add(other.ends);
    squares.add(other.squares);
    products.add(other.products);
    lengths.add(other.lengths);
    tokens += other.tokens;
    oov += other.oov;
    sentences += other.sentences;
    zero += other.zero;
    nanos += other.nanos;
    loading += other.loading;
  }

  public long tokens() {
    return tokens;
  }

  public long oov() {
    return oov;
  }

  public long sentences() {
    return sentences;
  }

  /** Tokens of probability zero. */
  public long zeroProbability() {
    return zero;
  }

  /** Seconds of task time spent on scoring, with the model in memory. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** Seconds that executors, added up, took to load the model. */
  public double loadSeconds() {
    return loading / 1e9;
  }

  /** Nats per token. */
  public double crossEntropy() {
    return -(known.value() + unknown.value() + ends.value()) / tokens;
  }

  public double perplexity() {
    return Math.exp(crossEntropy());
  }

  /** Leaves out the terms of OOV tokens and their number. */
  public double perplexityExcludingOov() {
    return Math.exp(-(known.value() + ends.value()) / (tokens - oov));
  }

  /** Leaves out the terms of {@code </s>} and their number. */
  public double perplexityExcludingEos() {
    return Math.exp(-(known.value() + unknown.value()) / (tokens - sentences));
  }

  /**
   * 95 % confidence interval of the perplexity, sentences taken as independent draws: linearised
   * variance of the ratio Σ l / Σ n (Cochran 1977, section 6). Null where it has no meaning.
   */
  double[] confidence95() {
    double h = crossEntropy();
    if (sentences < 2 || !Double.isFinite(h)) {
      return null;
    }
    double variance =
        (squares.value() - 2 * h * products.value() + h * h * lengths.value())
            / ((double) tokens * tokens)
            * sentences
            / (sentences - 1.0);
    double margin = 1.959963984540054 * Math.sqrt(Math.max(0, variance));
    return new double[] {Math.exp(h - margin), Math.exp(h + margin)};
  }
}
