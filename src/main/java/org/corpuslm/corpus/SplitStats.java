package org.corpuslm.corpus;

import java.io.Serializable;

/** Counts sentences and tokens of one split of a corpus. */
final class SplitStats implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * Sentences of fewer words than this are counted by length. A sentence of m words has m + 3 − k
   * n-grams of order k; for longer sentences this is never negative.
   */
  static final int SHORT_SENTENCES = NgramOrder.MAX_COUNTED - 3;

  int partitions;
  long sentences;
  long tokens;
  long oov;
  final TextSize.Counter size = new TextSize.Counter();
  final long[] shortSentences = new long[SHORT_SENTENCES];

  void sentence(int words) {
    sentences++;
    tokens += words;
    if (words < SHORT_SENTENCES) {
      shortSentences[words]++;
    }
  }

  void add(SplitStats other) {
    partitions += other.partitions;
    sentences += other.sentences;
    tokens += other.tokens;
    oov += other.oov;
    size.add(other.size.size());
    for (int i = 0; i < SHORT_SENTENCES; i++) {
      shortSentences[i] += other.shortSentences[i];
    }
  }

  CorpusFacts.SplitFacts facts() {
    return new CorpusFacts.SplitFacts(
        partitions, sentences, tokens, oov, shortSentences, size.size());
  }
}
