package org.corpuslm.corpus;

import java.io.Serializable;

/** Counts what goes into one split of the corpus. */
final class SplitTally implements Serializable {
  private static final long serialVersionUID = 1;

  /** Sentences up to this many words, less one, are counted by length. */
  static final int SHORT_SENTENCES = 8;

  int partitions;
  long sentences;
  long tokens;
  long oov;
  final long[] shortSentences = new long[SHORT_SENTENCES];

  void sentence(int words) {
    sentences++;
    tokens += words;
    if (words < SHORT_SENTENCES) {
      shortSentences[words]++;
    }
  }

  void add(SplitTally other) {
    partitions += other.partitions;
    sentences += other.sentences;
    tokens += other.tokens;
    oov += other.oov;
    for (int i = 0; i < SHORT_SENTENCES; i++) {
      shortSentences[i] += other.shortSentences[i];
    }
  }

  CorpusFacts.SplitFacts facts() {
    return new CorpusFacts.SplitFacts(partitions, sentences, tokens, oov, shortSentences);
  }
}
