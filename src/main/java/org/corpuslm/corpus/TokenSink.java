package org.corpuslm.corpus;

/** Receives words one by one. */
public interface TokenSink {
  /**
   * Receives a word: the UTF-8 bytes {@code buf[off … off+len−1]}. The caller reuses the buffer
   * afterwards.
   */
  void token(byte[] buf, int off, int len);
}
