package org.corpuslm.corpus;

/** Takes words, as UTF-8 in a buffer that belongs to the caller. */
public interface TokenSink {
  void token(byte[] buf, int off, int len);
}
