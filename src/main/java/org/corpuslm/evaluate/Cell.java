package org.corpuslm.evaluate;

import java.io.Serializable;

/** Some tokens of a text under one model: how many, their Σ ln p, those of probability zero. */
public final class Cell implements Serializable {
  private static final long serialVersionUID = 1;

  private final ExactSum lnP = new ExactSum();
  private long tokens;
  private long zero;

  /** So many empty ones. */
  static Cell[] row(int n) {
    Cell[] cells = new Cell[n];
    for (int i = 0; i < n; i++) {
      cells[i] = new Cell();
    }
    return cells;
  }

  void add(double ln) {
    lnP.add(ln);
    tokens++;
    zero += ln == Double.NEGATIVE_INFINITY ? 1 : 0;
  }

  void add(Cell other) {
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
