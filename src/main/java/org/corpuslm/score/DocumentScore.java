package org.corpuslm.score;

/**
 * The score of a document under a model.
 *
 * @param tokens words and one {@code </s>} per unit
 * @param oov unknown words
 * @param log10 log10 of the document's probability
 * @param bytes bytes of its units in UTF-8, with one for the end of each
 */
public record DocumentScore(long tokens, long oov, double log10, long bytes) {
  private static final double LOG2_10 = Math.log(10) / Math.log(2);

  /** Returns 10^(−log10 / tokens); NaN without tokens. */
  public double perplexity() {
    return tokens == 0 ? Double.NaN : Math.pow(10, -log10 / tokens);
  }

  /** Returns −log2 p over the bytes; NaN without bytes. */
  public double bitsPerByte() {
    return bytes == 0 ? Double.NaN : -log10 * LOG2_10 / bytes;
  }
}
