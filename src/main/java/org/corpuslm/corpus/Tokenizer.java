package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.List;

/** Cuts a line into words. */
public interface Tokenizer extends Serializable {
  /** Hands the words of a line of valid UTF-8 to the sink, in order. */
  void tokenize(byte[] buf, int off, int len, TokenSink sink);

  /** Puts words together for reading. */
  String join(List<String> tokens);
}
