package org.corpuslm.evaluate.stats;

import java.io.Serializable;

/**
 * Statistics of a subset of the tokens of a text under one model: their number, Σ ln p, and the
 * number of those with probability zero.
 */
public final class TokenStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum lnP = new CompensatedSum();
  private long tokens;
  private long zero;

  /** Returns {@code n} empty statistics. */
  public static TokenStats[] row(int n) {
    TokenStats[] row = new TokenStats[n];
    for (int i = 0; i < n; i++) {
      row[i] = new TokenStats();
    }
    return row;
  }

  /**
   * Adds a token.
   *
   * @param ln its ln p
   */
  public void add(double ln) {
    lnP.add(ln);
    tokens++;
    zero += ln == Double.NEGATIVE_INFINITY ? 1 : 0;
  }

  /** Adds all tokens of other statistics. */
  public void add(TokenStats other) {
    lnP.add(other.lnP);
    tokens += other.tokens;
    zero += other.zero;
  }

  /** Returns the number of tokens. */
  public long tokens() {
    return tokens;
  }

  /** Returns the number of tokens with probability zero. */
  public long zeroProbability() {
    return zero;
  }

  /** Returns −Σ ln p / tokens in nats; NaN without tokens. */
  public double crossEntropy() {
    return -lnP.value() / tokens;
  }

  /** Returns exp(−Σ ln p / tokens); NaN without tokens. */
  public double perplexity() {
    return Math.exp(crossEntropy());
  }
}
