package org.corpuslm.labeled.model;

import java.util.Arrays;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Labels;
import org.corpuslm.corpus.Vocabulary;

/**
 * One n-gram language model per class, and Bayes' rule:
 *
 * <pre>  P(c | w) ∝ P(c) Π P(w(i) | w(i−n+1) … w(i−1), c)</pre>
 *
 * P(c) is the share of the training sentences. With order 1 this is naive Bayes (Manning, Raghavan
 * and Schütze 2008, section 13.2): P(w | c) = (count + δ) / (total + δ V). From order 2 on, the
 * product includes {@code </s>}, and each class has an interpolated Witten-Bell model (Chen and
 * Goodman 1998, section 2.4) over the uniform distribution of the vocabulary.
 */
public final class ClassNgrams implements Labeler.Classifier {
  private final CountTrie counts;
  private final double[] lnPrior;
  private final int words;
  private final double delta;

  /**
   * Makes the model.
   *
   * @param counts counts of words of each class; the roots are the classes
   * @param labels the classes with the numbers of their training sentences
   * @param vocabulary the vocabulary
   * @param delta δ of naive Bayes; not used from order 2 on
   */
  public ClassNgrams(CountTrie counts, Labels labels, Vocabulary vocabulary, double delta) {
    this.counts = counts;
    this.words = vocabulary.predictable();
    this.delta = delta;
    this.lnPrior = new double[labels.size()];
    long sentences = 0;
    for (int c = 0; c < lnPrior.length; c++) {
      sentences += labels.count(c);
    }
    for (int c = 0; c < lnPrior.length; c++) {
      lnPrior[c] = Math.log((double) labels.count(c) / sentences);
    }
  }

  @Override
  public double[] lnPosterior(LabeledSentence sentence) {
    double[] lnP = lnPrior.clone();
    int[] padded = padded(sentence.words(), counts.order());
    for (int c = 0; c < lnP.length; c++) {
      if (lnP[c] != Double.NEGATIVE_INFINITY) {
        for (int i = counts.order() - 1; i < padded.length; i++) {
          lnP[c] += Math.log(probability(c, padded, i));
        }
      }
    }
    double highest = Arrays.stream(lnP).max().orElseThrow();
    double sum = 0;
    for (double p : lnP) {
      sum += Math.exp(p - highest);
    }
    double lnSum = highest + Math.log(sum);
    for (int c = 0; c < lnP.length; c++) {
      lnP[c] -= lnSum;
    }
    return lnP;
  }

  /**
   * Returns the words of a sentence between the marks that an order needs: order−1 times {@code
   * <s>} before, and {@code </s>} behind if the order is above 1.
   */
  public static int[] padded(int[] sentence, int order) {
    int[] padded = new int[order - 1 + sentence.length + (order > 1 ? 1 : 0)];
    Arrays.fill(padded, 0, order - 1, Vocabulary.BOS);
    System.arraycopy(sentence, 0, padded, order - 1, sentence.length);
    if (order > 1) {
      padded[padded.length - 1] = Vocabulary.EOS;
    }
    return padded;
  }

  /** Returns P(word at an index | the words before it, class). */
  double probability(int label, int[] padded, int index) {
    if (counts.order() == 1) {
      long n = counts.count(counts.child(label, padded[index]));
      return (n + delta) / (counts.total(label) + delta * words);
    }
    double p = 1.0 / words;
    for (int k = 0; k < counts.order(); k++) {
      int context = label;
      for (int i = index - k; i < index; i++) {
        context = counts.child(context, padded[i]);
      }
      long total = counts.total(context);
      if (total == 0) {
        return p; // longer contexts never occur either
      }
      long n = counts.count(counts.child(context, padded[index]));
      int types = counts.types(context);
      p = (n + types * p) / (total + types);
    }
    return p;
  }
}
