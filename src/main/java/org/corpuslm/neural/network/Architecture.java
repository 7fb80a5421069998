package org.corpuslm.neural.network;

import java.util.Locale;

/** Kinds of neural language models. */
public enum Architecture {
  /** Bengio et al. (2003): a tanh layer over the embeddings of the last n−1 words. */
  WINDOW,
  /** Elman (1990), Mikolov et al. (2010). */
  RNN,
  /** Cho et al. (2014). */
  GRU,
  /** Hochreiter & Schmidhuber (1997); as a language model Zaremba et al. (2014). */
  LSTM;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
