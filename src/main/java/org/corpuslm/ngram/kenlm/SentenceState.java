package org.corpuslm.ngram.kenlm;

/**
 * The words before the next one, as far as n-grams begin with them, and the back-off weights of the
 * contexts that they form (Heafield 2011, section 4.1). Adds the same logarithms as {@link
 * org.corpuslm.ngram.model.NgramModel}, in double precision. Not thread-safe.
 */
final class SentenceState {
  /** As in the import of ARPA files, log10 p of this or less stands for a probability of 0. */
  private static final double ZERO = -99;

  private final Cursor cursor;
  private final int order;
  private final int[] words; // the last one first
  private final double[] backoffs; // log10, of the context of each length, from 1
  private final double[] next; // those of the context that ends with the new word
  private int length;
  private int matched;

  /**
   * Begins without any words.
   *
   * @param cursor a cursor that nobody else uses
   * @param order of the model
   */
  SentenceState(Cursor cursor, int order) {
    this.cursor = cursor;
    this.order = order;
    this.words = new int[order];
    this.backoffs = new double[order];
    this.next = new double[order];
  }

  /**
   * Takes the words before.
   *
   * @param index index of each word in the file
   * @param history ids of the words
   */
  void set(int[] index, int[] history, int historyLength) {
    length = 0;
    int longest = Math.min(order - 1, historyLength);
    for (int i = 0; i < longest; i++) {
      words[i] = index[history[historyLength - 1 - i]];
      if (i == 0) {
        cursor.start(words[0]);
      } else if (cursor.isLeaf() || !cursor.extend(words[i])) {
        return;
      }
      backoffs[i] = backoff();
      if (cursor.hasExtension()) {
        length = i + 1;
      }
    }
  }

  /** Returns log10 p of a word after the words before it, which stay. */
  double log10(int word) {
    double log10 = look(word);
    for (int i = length - 1; i >= matched - 1; i--) {
      log10 += backoffs[i];
    }
    return log10;
  }

  /** Returns the number of words of the n-gram that gave the last probability. */
  int matched() {
    return matched;
  }

  /** Returns log10 p of a word, and adds it to the words before. */
  double append(int word) {
    double log10 = log10(word);
    int kept = extensible;
    System.arraycopy(words, 0, words, 1, Math.max(0, kept - 1));
    words[0] = word;
    System.arraycopy(next, 0, backoffs, 0, kept);
    length = kept;
    return log10;
  }

  private int extensible; // length of the longest context that ends with the word looked up last

  /** Finds the longest n-gram that ends with a word, and returns its log10 p. */
  private double look(int word) {
    cursor.start(word);
    double log10 = cursor.prob();
    matched = 1;
    next[0] = backoff();
    extensible = cursor.hasExtension() ? 1 : 0;
    while (matched <= length && !cursor.isLeaf() && cursor.extend(words[matched - 1])) {
      matched++;
      log10 = cursor.prob();
      if (matched < order) {
        next[matched - 1] = backoff();
        if (cursor.hasExtension()) {
          extensible = matched;
        }
      }
    }
    return log10 <= ZERO ? Double.NEGATIVE_INFINITY : log10;
  }

  private double backoff() {
    double backoff = cursor.backoff();
    return backoff == ZERO ? Double.NEGATIVE_INFINITY : backoff;
  }
}
