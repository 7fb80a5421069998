package org.corpuslm.ngram.arpa;

import java.io.Serializable;
import java.util.Arrays;
import org.corpuslm.corpus.Vocabulary;

/** Cuts the ids into ranges in which about equally many n-grams begin. */
final class WordRanges implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] ends; // first id after each range

  private WordRanges(int[] ends) {
    this.ends = ends;
  }

  static WordRanges of(Vocabulary vocabulary, int wanted) {
    double total = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      total += weight(vocabulary, id);
    }
    int[] ends = new int[wanted];
    int ranges = 0;
    double sum = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      sum += weight(vocabulary, id);
      if (sum >= total * (ranges + 1) / wanted || id == vocabulary.size() - 1) {
        ends[ranges++] = id + 1;
        sum = Math.max(sum, total * ranges / wanted);
        if (ranges == wanted) {
          ends[ranges - 1] = vocabulary.size();
          break;
        }
      }
    }
    return new WordRanges(Arrays.copyOf(ends, ranges));
  }

  // Frequent words begin fewer distinct n-grams than tokens.
  private static double weight(Vocabulary vocabulary, int id) {
    return Math.pow(vocabulary.count(id) + 1.0, 0.9);
  }

  int size() {
    return ends.length;
  }

  int first(int range) {
    return range == 0 ? 0 : ends[range - 1];
  }

  int end(int range) {
    return ends[range];
  }

  int of(int id) {
    int i = Arrays.binarySearch(ends, id);
    return i >= 0 ? i + 1 : -i - 1;
  }
}
