package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.ByteSink;

/**
 * Writes the lines of an ARPA section: log10 p, words, log10 back-off weight. Memory: a buffer of
 * 64 kB.
 */
final class ArpaLines {
  private static final int FLUSH = 1 << 16;

  private final OutputStream out;
  private final Vocabulary vocabulary;
  private final boolean highest;
  private final ByteSink line = new ByteSink(FLUSH + (1 << 12));
  private final ByteSink context = new ByteSink(1 << 8); // text of all words but the last one
  private int[] last = new int[0];
  private long lines;

  /**
   * Starts a section.
   *
   * @param out receives the lines; the caller closes it
   * @param highest whether this is the section of the highest order, which has no back-off weights
   */
  ArpaLines(OutputStream out, Vocabulary vocabulary, boolean highest) {
    this.out = out;
    this.vocabulary = vocabulary;
    this.highest = highest;
  }

  /**
   * Writes one n-gram. Fastest if its context is that of the previous one.
   *
   * @param logProb log10 p in {@link Decimals}
   * @param words the n-gram is {@code words[from … from+k−1]}
   * @param backoff log10 back-off weight in {@link Decimals}
   */
  void line(int logProb, int[] words, int from, int k, int backoff) throws IOException {
    int n = k - 1;
    if (last.length != n || !Arrays.equals(last, 0, n, words, from, from + n)) {
      last = Arrays.copyOfRange(words, from, from + n);
      context.clear();
      for (int word : last) {
        vocabulary.write(word, context);
        context.put(' ');
      }
    }
    Decimals.write(logProb, line);
    line.put('\t');
    line.put(context);
    vocabulary.write(words[from + n], line);
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

  /** Passes buffered lines to the stream. */
  void flush() throws IOException {
    line.drainTo(out);
  }

  /** Returns the number of lines. */
  long lines() {
    return lines;
  }
}
