package org.corpuslm.labeled.model;

import org.corpuslm.corpus.LabeledSentence;

/**
 * Gives each word the label that it has most often in the training text, and each unknown word the
 * most frequent label of all. Of labels with equal counts, the smallest id is taken.
 */
public final class MostFrequentTag implements Labeler {
  private final int[] best; // by word; −1 = unseen
  private final int ofUnknown;

  /**
   * Makes the model.
   *
   * @param emissions counts of (word, label), of order 2 with one root
   * @param words size of the vocabulary
   * @param labels number of labels
   */
  public MostFrequentTag(CountTrie emissions, int words, int labels) {
    best = new int[words];
    long[] highest = new long[words];
    long[] all = new long[labels];
    java.util.Arrays.fill(best, -1);
    emissions.forEach(
        (root, pair, n) -> {
          all[pair[1]] += n;
          if (n > highest[pair[0]]) {
            highest[pair[0]] = n;
            best[pair[0]] = pair[1];
          }
        });
    int most = 0;
    for (int label = 1; label < labels; label++) {
      most = all[label] > all[most] ? label : most;
    }
    ofUnknown = most;
  }

  @Override
  public int[] labels(LabeledSentence sentence) {
    int[] labels = new int[sentence.words().length];
    for (int i = 0; i < labels.length; i++) {
      int label = best[sentence.words()[i]];
      labels[i] = label < 0 ? ofUnknown : label;
    }
    return labels;
  }
}
