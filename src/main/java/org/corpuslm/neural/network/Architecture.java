package org.corpuslm.neural.network;

import java.util.Locale;

/** Architectures of neural language models. */
public enum Architecture {
  /** A tanh layer over the embeddings of the last n−1 words (Bengio et al. 2003, equation 1). */
  WINDOW,
  /** A simple recurrent network (Elman 1990; as a language model Mikolov et al. 2010). */
  RNN,
  /** A network of gated recurrent units (Cho et al. 2014, section 2.3). */
  GRU,
  /** A network of LSTM units (Hochreiter & Schmidhuber 1997; as here Zaremba et al. 2014). */
  LSTM;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
