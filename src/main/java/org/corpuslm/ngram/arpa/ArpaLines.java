package org.corpuslm.ngram.arpa;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.corpuslm.corpus.Vocabulary;
import org.corpuslm.runtime.ByteSink;

/** Writes lines of an ARPA section: log10 p, words, log10 back-off weight; 7 decimals. */
final class ArpaLines {
  private static final double SCALE = 1e7;
  private static final int DECIMALS = 7;

  /** What ARPA files write for the logarithm of 0. */
  static final double ZERO = -99;

  private final OutputStream out;
  private final Vocabulary vocabulary;
  private final ByteSink line = new ByteSink(1 << 16);
  private long lines;

  ArpaLines(OutputStream out, Vocabulary vocabulary) {
    this.out = out;
    this.vocabulary = vocabulary;
  }

  /** One n-gram; a NaN back-off weight is left out, as in the highest order. */
  void line(double logProb, int[] words, double backoff) throws IOException {
    number(logProb);
    for (int w = 0; w < words.length; w++) {
      line.put(w == 0 ? '\t' : ' ');
      byte[] word = vocabulary.bytes(words[w]);
      line.put(word, 0, word.length);
    }
    if (!Double.isNaN(backoff)) {
      line.put('\t');
      number(backoff);
    }
    line.put('\n');
    lines++;
    if (line.size() > 1 << 15) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(line.take());
  }

  long lines() {
    return lines;
  }

  private void number(double value) {
    double finite = value == Double.NEGATIVE_INFINITY ? ZERO : value;
    long scaled = Math.round(Math.abs(finite) * SCALE);
    if (finite < 0 && scaled != 0) {
      line.put('-');
    }
    long whole = scaled / (long) SCALE;
    ascii(Long.toString(whole));
    long fraction = scaled % (long) SCALE;
    if (fraction == 0) {
      return;
    }
    line.put('.');
    byte[] digits = new byte[DECIMALS];
    for (int i = DECIMALS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + fraction % 10);
      fraction /= 10;
    }
    int end = DECIMALS;
    while (digits[end - 1] == '0') {
      end--;
    }
    line.put(digits, 0, end);
  }

  private void ascii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    line.put(bytes, 0, bytes.length);
  }
}
