package org.corpuslm.corpus;

import java.io.Serializable;
import java.util.List;

/** Splits lines into words, and joins words into readable text. Thread-safe. */
public interface Tokenizer extends Serializable {
  /**
   * Passes the words of a line to the sink, in order.
   *
   * @param buf holds the line as valid UTF-8 at {@code off … off+len−1}, without its newline
   */
  void tokenize(byte[] buf, int off, int len, TokenSink sink);

  /** Returns words as text for people to read; the inverse of splitting up to white space. */
  String join(List<String> tokens);
}
