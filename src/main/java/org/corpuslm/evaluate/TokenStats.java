package org.corpuslm.evaluate;

import java.io.Serializable;

/** Some tokens of a text under one model: how many, their Σ ln p, those of probability zero. */
public final class TokenStats implements Serializable {
  private static final long serialVersionUID = 1;

  private final CompensatedSum lnP = new CompensatedSum();
  private long tokens;
  private long zero;

  /** So many empty ones. */
  static TokenStats[] row(int n) {
    TokenStats[] cells = new TokenStats[n];
    for (int i = 0; i < n; i++) {
      cells[i] = new TokenStats();
    }
    return cells;
  }

  void add(double ln) {
    lnP.add(ln);
    tokens++;
    zero += ln == Double.NEGATIVE_INFINITY ? 1 : 0;
  }

  void add(TokenStats other) {
    lnP.add(other.lnP);
    tokens += other.tokens;
    zero += other.zero;
  }

  public long tokens() {
    return tokens;
  }

  /** Tokens of probability zero. */
  public long zeroProbability() {
    return zero;
  }

  /** Nats per token; NaN without tokens. */
  public double crossEntropy() {
    return -lnP.value() / tokens;
  }

  /** NaN without tokens. */
  public double perplexity() {
    return Math.exp(crossEntropy());
  }
}
