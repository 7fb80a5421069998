package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.ByteSink;

/** Writes lines of an ARPA section: log10 p, words, log10 back-off weight. */
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
   * A section.
   *
   * @param highest whether it is that of the highest order, which has no back-off weights
   */
  ArpaLines(OutputStream out, Vocabulary vocabulary, boolean highest) {
    this.out = out;
    this.vocabulary = vocabulary;
    this.highest = highest;
  }

  /**
   * One n-gram; values as {@link Decimals}. Cheapest if the context is that of the one before.
   *
   * @param words those at {@code from … from+k−1}
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

  void flush() throws IOException {
    line.drainTo(out);
  }

  long lines() {
    return lines;
  }
}
