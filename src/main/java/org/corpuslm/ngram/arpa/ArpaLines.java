package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.OutputStream;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.ByteSink;

/** Writes lines of an ARPA section: log10 p, words, log10 back-off weight. */
final class ArpaLines {
  private static final int FLUSH = 1 << 16;

  private final OutputStream out;
  private final Vocabulary vocabulary;
  private final boolean highest;
  private final ByteSink line = new ByteSink(FLUSH + (1 << 12));
  private long lines;

  /**
   * A section.
   *
   * @param highest whether it is that of the highest order, which has no back-off weights
   */
  ArpaLines(OutputStream out, Vocabulary vocabulary, boolean highest) {
    this.out = out;
    this.vocabulary = vocabulary;
    this.highest = highest;
  }

  /** One n-gram; values as {@link Decimals}. */
  void line(int logProb, int[] words, int backoff) throws IOException {
    Decimals.write(logProb, line);
    for (int w = 0; w < words.length; w++) {
      line.put(w == 0 ? '\t' : ' ');
      vocabulary.write(words[w], line);
    }
    if (!highest) {
      line.put('\t');
      Decimals.write(backoff, line);
    }
    line.put('\n');
    lines++;
    if (line.size() > FLUSH) {
      flush();
    }
  }

  void flush() throws IOException {
    line.drainTo(out);
  }

  long lines() {
    return lines;
  }
}
