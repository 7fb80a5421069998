package org.corpuslm.labeled.model;

import org.corpuslm.corpus.LabeledSentence;

/** Gives labels to the words of a sentence, or one label to a sentence. Thread-safe. */
public interface Labeler {
  /**
   * Returns the labels of a sentence; its own labels are not looked at.
   *
   * @return ids of labels: one per word (task tag), or one (task classify)
   */
  int[] labels(LabeledSentence sentence);

  /** Labels sentences as wholes, with a probability for each class. */
  interface Classifier extends Labeler {
    /** Returns ln P(class | sentence) of every class, {@code [labels]}; −∞ for impossible ones. */
    double[] lnPosterior(LabeledSentence sentence);

    /** Returns the class with the highest probability; the smallest id of equals. */
    @Override
    default int[] labels(LabeledSentence sentence) {
      double[] lnP = lnPosterior(sentence);
      int best = 0;
      for (int c = 1; c < lnP.length; c++) {
        best = lnP[c] > lnP[best] ? c : best;
      }
      return new int[] {best};
    }
  }
}
