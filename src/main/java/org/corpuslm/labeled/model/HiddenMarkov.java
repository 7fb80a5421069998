package org.corpuslm.labeled.model;

import java.util.Arrays;
import org.corpuslm.corpus.LabeledSentence;
import org.corpuslm.corpus.Vocabulary;

/**
 * A hidden Markov model of second order, as the tagger TnT has it (Brants 2000): the label of a
 * word depends on the two labels before it, and the word on its label. The labels of a sentence are
 *
 * <pre>  argmax Π P(t(i) | t(i−1), t(i−2)) · P(w(i) | t(i)) · P(end | t(n), t(n−1))</pre>
 *
 * found by the Viterbi algorithm. P(t | t', t'') interpolates relative frequencies of orders 1 to 3
 * (equation 6) with weights by deleted interpolation (figure 1). Words that were never seen are
 * weighed by their suffixes ({@link SuffixModel}). Unlike TnT, labels are not split by
 * capitalization.
 */
public final class HiddenMarkov implements Labeler {
  /** Labels of unknown words that are this much less probable than the best are left out. */
  private static final double BEAM = 1e-3;

  private final CountTrie transitions;
  private final int labels;
  private final double[] lambda;
  private final SuffixModel suffixes;
  private final Vocabulary vocabulary;
  private final int[][] seen; // labels by word; null = never seen
  private final double[][] lnEmission; // ln P(word | label), as `seen`

  /**
   * Makes the model.
   *
   * @param transitions counts of labels, of order 3 with one root; the label {@code labels} stands
   *     before the first word, {@code labels + 1} behind the last
   * @param emissions counts of (word, label), of order 2 with one root
   * @param labels number of labels
   */
  public HiddenMarkov(
      CountTrie transitions, CountTrie emissions, Vocabulary vocabulary, int labels) {
    this.transitions = transitions;
    this.labels = labels;
    this.vocabulary = vocabulary;
    this.lambda = deletedInterpolation(transitions);
    this.suffixes = new SuffixModel(emissions, vocabulary, labels);
    this.seen = new int[vocabulary.size()][];
    this.lnEmission = new double[vocabulary.size()][];
    emissions.forEach((root, pair, n) -> addEmission(pair[0], pair[1], n));
  }

  private void addEmission(int word, int label, long n) {
    int k = seen[word] == null ? 0 : seen[word].length;
    seen[word] = k == 0 ? new int[1] : Arrays.copyOf(seen[word], k + 1);
    lnEmission[word] = k == 0 ? new double[1] : Arrays.copyOf(lnEmission[word], k + 1);
    seen[word][k] = label;
    lnEmission[word][k] = Math.log((double) n / transitions.count(transitions.child(0, label)));
  }

  /** Returns the weights of orders 1, 2 and 3; they sum to 1. */
  public double[] lambda() {
    return lambda.clone();
  }

  /**
   * Returns the weights of orders 1, 2 and 3 (Brants 2000, figure 1). Each order begins with one
   * n-gram in its favor, so that no weight is 0.
   */
  static double[] deletedInterpolation(CountTrie counts) {
    double[] weights = new double[3];
    counts.forEach(
        (root, t, n) -> {
          int second = counts.child(0, t[1]);
          int both = counts.child(counts.child(0, t[0]), t[1]);
          double[] share = {
            ratio(counts.count(counts.child(0, t[2])) - 1, counts.total(0) - 1),
            ratio(counts.count(counts.child(second, t[2])) - 1, counts.total(second) - 1),
            ratio(n - 1, counts.total(both) - 1)
          };
          int best =
              share[2] >= share[1] && share[2] >= share[0] ? 2 : share[1] >= share[0] ? 1 : 0;
          weights[best] += n;
        });
    double sum = weights[0] + weights[1] + weights[2];
    for (int k = 0; k < 3; k++) {
      weights[k] = (weights[k] + 1) / (sum + 3);
    }
    return weights;
  }

  private static double ratio(long count, long of) {
    return of <= 0 ? 0 : (double) count / of;
  }

  /**
   * Returns ln P(label | before, beforeThat).
   *
   * @param context node of (beforeThat, before), or −1
   * @param single node of (before), or −1
   */
  private double lnTransition(int context, int single, int label) {
    double p =
        lambda[0] * ratio(transitions.count(transitions.child(0, label)), transitions.total(0));
    p +=
        lambda[1]
            * ratio(transitions.count(transitions.child(single, label)), transitions.total(single));
    p +=
        lambda[2]
            * ratio(
                transitions.count(transitions.child(context, label)), transitions.total(context));
    return Math.log(p);
  }

  /** Returns ln P(labels, words) of a sentence with given labels. */
  double lnJoint(LabeledSentence sentence, int[] path) {
    int begin = labels;
    int end = labels + 1;
    double sum = 0;
    int before = begin;
    int beforeThat = begin;
    for (int i = 0; i <= path.length; i++) {
      int label = i == path.length ? end : path[i];
      int single = transitions.child(0, before);
      int context = transitions.child(transitions.child(0, beforeThat), before);
      sum += lnTransition(context, single, label);
      if (i < path.length) {
        Candidates c = candidates(sentence, i);
        int at = Arrays.binarySearch(c.labels, label);
        sum += at < 0 ? Double.NEGATIVE_INFINITY : c.lnP[at];
      }
      beforeThat = before;
      before = label;
    }
    return sum;
  }

  /** The labels that a word can have, ascending, and ln P(word | label) up to a constant. */
  private record Candidates(int[] labels, double[] lnP) {}

  private Candidates candidates(LabeledSentence sentence, int i) {
    int word = sentence.words()[i];
    String form = sentence.forms()[i];
    if (form == null && seen[word] != null) {
      return new Candidates(seen[word], lnEmission[word]);
    }
    double[] p = suffixes.of(form == null ? vocabulary.word(word) : form);
    double highest = Arrays.stream(p).max().orElse(0);
    int[] chosen = new int[labels];
    double[] lnP = new double[labels];
    int n = 0;
    for (int l = 0; l < labels; l++) {
      if (p[l] > 0 && p[l] >= BEAM * highest) {
        chosen[n] = l;
        lnP[n++] = Math.log(p[l]) - Math.log(suffixes.prior()[l]); // Bayes; P(word) is constant
      }
    }
    return new Candidates(Arrays.copyOf(chosen, n), Arrays.copyOf(lnP, n));
  }

  /** Returns the most probable labels. */
  @Override
  public int[] labels(LabeledSentence sentence) {
    int length = sentence.words().length;
    if (length == 0) {
      return new int[0];
    }
    Candidates none = new Candidates(new int[] {labels}, new double[] {0});
    Candidates end = new Candidates(new int[] {labels + 1}, new double[] {0});
    Candidates beforeThat = none;
    Candidates before = none;
    double[] best = {0}; // [beforeThat, before]
    int[][] from = new int[length + 1][];
    Candidates[] all = new Candidates[length];
    for (int i = 0; i <= length; i++) {
      Candidates now = i == length ? end : candidates(sentence, i);
      double[] next = new double[before.labels.length * now.labels.length];
      Arrays.fill(next, Double.NEGATIVE_INFINITY);
      from[i] = new int[next.length];
      for (int b = 0; b < before.labels.length; b++) {
        int single = transitions.child(0, before.labels[b]);
        for (int a = 0; a < beforeThat.labels.length; a++) {
          double score = best[a * before.labels.length + b];
          int context =
              transitions.child(transitions.child(0, beforeThat.labels[a]), before.labels[b]);
          for (int c = 0; c < now.labels.length; c++) {
            double lnP = score + lnTransition(context, single, now.labels[c]) + now.lnP[c];
            int state = b * now.labels.length + c;
            if (lnP > next[state]) {
              next[state] = lnP;
              from[i][state] = a;
            }
          }
        }
      }
      if (i < length) {
        all[i] = now;
      }
      best = next;
      beforeThat = before;
      before = now;
    }
    return path(best, from, all);
  }

  /** Follows the best path back from the end of the sentence. */
  private static int[] path(double[] best, int[][] from, Candidates[] all) {
    int length = all.length;
    int last = 0; // candidate of the last word; the end has one candidate
    for (int b = 1; b < best.length; b++) {
      last = best[b] > best[last] ? b : last;
    }
    int[] path = new int[length];
    int now = 0;
    int before = last;
    for (int i = length; i > 0; i--) {
      path[i - 1] = all[i - 1].labels[before];
      int width = i == length ? 1 : all[i].labels.length;
      int beforeThat = from[i][before * width + now];
      now = before;
      before = beforeThat;
    }
    return path;
  }
}
