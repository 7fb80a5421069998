package org.corpuslm.evaluate.stats;

import java.io.Serializable;
import org.corpuslm.corpus.TextSize;
import org.corpuslm.corpus.Vocabulary;

/**
 * Statistics of one model over a number of sentences, which give its perplexity exp(−Σ ln p / T),
 * where T counts every word and one {@code </s>} per sentence. Adding the statistics of all parts
 * of a text gives those of the text, except for rounding. All logarithms are natural.
 */
public final class PerplexityStats implements Serializable {
  private static final long serialVersionUID = 1;
  private static final double LN2 = Math.log(2);

  private final CompensatedSum known = new CompensatedSum();
  private final CompensatedSum unknown = new CompensatedSum();
  private final CompensatedSum ends = new CompensatedSum();
  private final CompensatedSum squares = new CompensatedSum(); // Σ l², l = −ln p of a sentence
  private final CompensatedSum products = new CompensatedSum(); // Σ l·n, n = its tokens
  private final CompensatedSum lengths = new CompensatedSum(); // Σ n²
  private final TextSize.Counter size = new TextSize.Counter();
  private long tokens;
  private long oov;
  private long sentences;
  private long zero;
  private long nanos;
  private long loading;

  /**
   * Adds a sentence, the positions {@code from … to−1} of a text.
   *
   * @param ids word ids of the text, {@code [tokens]}; the sentence ends with {@code </s>}
   * @param lnP ln p of each token, {@code [tokens]}
   * @return Σ ln p of the sentence
   */
  public double sentence(int[] ids, double[] lnP, int from, int to) {
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

  /**
   * Adds task time.
   *
   * @param scoring nanoseconds of scoring
   * @param moreLoading nanoseconds of loading the model before
   */
  public void time(long scoring, long moreLoading) {
    nanos += scoring;
    loading += moreLoading;
  }

  /** Adds the size of the lines that the sentences are made from. */
  public void size(TextSize lines) {
    size.add(lines);
  }

  /** Adds all sentences of other statistics. */
  public void add(PerplexityStats other) {
    known.add(other.known);
    unknown.add(other.unknown);
    ends.add(other.ends);
    squares.add(other.squares);
    products.add(other.products);
    lengths.add(other.lengths);
    size.add(other.size.size());
    tokens += other.tokens;
    oov += other.oov;
    sentences += other.sentences;
    zero += other.zero;
    nanos += other.nanos;
    loading += other.loading;
  }

  /** Returns T: the number of words, and one {@code </s>} per sentence. */
  public long tokens() {
    return tokens;
  }

  /** Returns the number of out-of-vocabulary tokens, literal unknown words included. */
  public long oov() {
    return oov;
  }

  /** Returns the number of sentences. */
  public long sentences() {
    return sentences;
  }

  /** Returns the number of tokens with probability zero. */
  public long zeroProbability() {
    return zero;
  }

  /** Returns the seconds of task time spent on scoring with the model in memory. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** Returns the seconds that all executors together spent on loading the model. */
  public double loadSeconds() {
    return loading / 1e9;
  }

  /** Returns −Σ ln p / T in nats. */
  public double crossEntropy() {
    return nats() / tokens;
  }

  private double nats() {
    return -(known.value() + unknown.value() + ends.value());
  }

  /** Returns the size of the lines; zeros if it is not known. */
  public TextSize size() {
    return size.size();
  }

  /** Returns −Σ log2 p over the bytes of the lines; NaN if their size is not known. */
  public double bitsPerByte() {
    return bitsPer(size().bytes());
  }

  /** Returns −Σ log2 p over the characters of the lines; NaN if their size is not known. */
  public double bitsPerCharacter() {
    return bitsPer(size().characters());
  }

  private double bitsPer(long units) {
    return units == 0 ? Double.NaN : nats() / LN2 / units;
  }

  /**
   * Returns the word-normalized perplexity exp(−Σ ln p / W), where W counts the words between white
   * space and, unlike T, no {@code </s>}; NaN without words or if the size is not known.
   */
  public double wordPerplexity() {
    return size().words() == 0 ? Double.NaN : Math.exp(nats() / size().words());
  }

  /** Returns exp(−Σ ln p / T); infinite if a token has probability zero. */
  public double perplexity() {
    return Math.exp(crossEntropy());
  }

  /** Returns the perplexity over the tokens that are not OOV. */
  public double perplexityExcludingOov() {
    return Math.exp(-(known.value() + ends.value()) / (tokens - oov));
  }

  /** Returns the perplexity over the tokens other than {@code </s>}; NaN without words. */
  public double perplexityExcludingEos() {
    return Math.exp(-(known.value() + unknown.value()) / (tokens - sentences));
  }

  /**
   * Returns the 95% confidence interval of the perplexity with sentences as independent draws:
   * exp(h ± 1.96 s), where h is the cross entropy and s its standard error, by the linearized
   * variance of the ratio Σ l / Σ n over sentences (Cochran 1977, section 6).
   *
   * @return lower and upper end; null with fewer than two sentences or an infinite perplexity
   */
  public double[] confidence95() {
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
