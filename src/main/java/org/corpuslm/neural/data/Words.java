package org.corpuslm.neural.data;

import java.io.IOException;

/** The text of a worker: the word before its first one, then its words. */
public interface Words {
  /** Number of words. */
  long size();

  /** Reads {@code n} words from index {@code from} on into the beginning of {@code words}. */
  void read(long from, int n, int[] words) throws IOException;

  /** Words in memory. */
  static Words of(int[] text) {
    return new Words() {
      @Override
      public long size() {
        return text.length;
      }

      @Override
      public void read(long from, int n, int[] words) {
        System.arraycopy(text, Math.toIntExact(from), words, 0, n);
      }
    };
  }
}
